/* SPDX-License-Identifier: MIT */
/*
 * unzip.h - decompresses a file of a zip archive, as decompress.h says.
 *
 * Its data are the bytes of the member alone.  One owner, one thread at a time.
 */
#ifndef DTAP_UNZIP_H
#define DTAP_UNZIP_H

#include "decompress/decompress.h"
#include "decompress/zip_directory.h"

/* NULL: ENOMEM. */
struct dtap_decompress *dtap_unzip_begin(const struct dtap_zip_member *member);

#endif

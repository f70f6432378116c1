/* SPDX-License-Identifier: MIT */
/*
 * stored_zip.h - assets as one ZIP archive, stored without compression.
 *
 * The form is that of PKWARE's APPNOTE.TXT, sections 4.3.7 (local header),
 * 4.3.12 (central directory) and 4.3.16 (its end).  All times are 1980-01-01
 * 00:00: the same files give the same bytes.  Any thread.
 */
#ifndef DTAP_STORED_ZIP_H
#define DTAP_STORED_ZIP_H

#include <stddef.h>

#include "assets/assets.h"

/*
 * The files of a table, each as FOLDER/path, in malloc'd memory of *size
 * bytes.  Together they have less than 4 GiB.  NULL: ENOMEM.
 */
unsigned char *dtap_stored_zip_make(const struct dtap_asset *files,
				    const char *folder, size_t *size);

#endif

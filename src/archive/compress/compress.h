/* SPDX-License-Identifier: MIT */
/*
 * compress.h - compresses a finished capture.
 *
 * The compressed file is whole, on the disk, and has its name before the plain
 * file is removed: whenever this is stopped, one of them is there.  Any thread;
 * one capture at a time in one directory.
 */
#ifndef DTAP_COMPRESS_H
#define DTAP_COMPRESS_H

#include <stdatomic.h>

#include "archive/capture_index.h"
#include "archive/options.h"

/*
 * Compresses the plain capture `name`.  -1 with errno, and the plain capture is
 * as it was.  ECANCELED: *stop became true.  ENOENT: the capture was deleted.
 */
int dtap_compress_capture(const struct dtap_capture_name *name,
			  enum dtap_compression compression,
			  struct dtap_capture_index *index,
			  const struct dtap_directory_handle *handle,
			  const atomic_bool *stop);

#endif

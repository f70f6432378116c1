/* SPDX-License-Identifier: MIT */
/*
 * compress.h - a finished capture becomes a compressed one.
 *
 * The compressed file is whole, on the disk and has its name before the plain
 * one goes: whenever it is stopped, one of them is there.  Any thread, for one
 * directory one at a time.
 */
#ifndef DTAP_COMPRESS_H
#define DTAP_COMPRESS_H

#include <stdatomic.h>

#include "archive/options.h"

/*
 * Compresses the plain capture `name`.  Gives up when *stop becomes true: -1,
 * ECANCELED; others with errno, and the plain capture is as it was.
 */
int dtap_compress_capture(const struct dtap_capture_name *name,
			  enum dtap_compression compression,
			  const struct dtap_vfs *vfs, int directory,
			  const atomic_bool *stop);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * decompressed.h - the body of a compressed capture, without its compression.
 *
 * A text source that decompresses 128 KiB at a time, when the piece before it
 * has gone out.  On the file worker's thread.  Memory: two pieces, and the
 * window of the compression: 32 KiB for gzip, 256 KiB for what the archive
 * compresses with zstd, and 8 MiB at most.
 */
#ifndef DTAP_DECOMPRESSED_H
#define DTAP_DECOMPRESSED_H

#include <stdint.h>

#include "archive/capture_name.h"
#include "base/log.h"
#include "http/archive/response.h"

struct dtap_decompressed_options {
	enum dtap_file_kind kind; /* a compressed one */
	const char *name;         /* of the file, for the log; copied */
	uint64_t bytes;           /* of the file */
	bool chunked;
	const struct dtap_log *log; /* outlives it */
};

/* The kind of the body; the same if the file is not compressed. */
enum dtap_file_kind dtap_decompressed_kind(enum dtap_file_kind kind);

/*
 * Takes over the file, also if it fails: NULL with errno ENOMEM, or ENOTSUP:
 * this build cannot decompress it.  If the file is damaged the body is cut, and
 * a line of the log says where.
 */
struct dtap_text_source *dtap_decompressed_new(
	int file, const struct dtap_decompressed_options *options);

#endif

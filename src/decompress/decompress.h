/* SPDX-License-Identifier: MIT */
/*
 * decompress.h - decompresses gzip, zstd, bzip2, xz or a file of a zip archive,
 * piece by piece: what is replayed, and captures that a client wants without
 * their compression.
 *
 * Why not gzread(3): if the data are damaged it keeps back what it has already
 * decompressed, and does not say where the damage is.
 *
 * Few people have bzip2 or xz, so their libraries are loaded when they are
 * needed (base/dynlib.h).
 *
 * One owner, one thread at a time.
 */
#ifndef DTAP_DECOMPRESS_H
#define DTAP_DECOMPRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dtap_decompress {
	const struct dtap_compression_format *format;
	uint64_t taken;      /* compressed bytes */
	uint64_t given;      /* decompressed bytes */
	const char *trouble; /* the message of the library, or NULL */
};

#define DTAP_COMPRESSION_MAGIC 4 /* the most bytes that detection needs */

/* A format of compression. */
struct dtap_compression_format {
	const char *name;    /* "gzip" */
	const char *command; /* that does it too: "gzip -dc" */
	const char *library; /* that is loaded for it; or NULL */
	size_t magic;        /* bytes that is_magic looks at */

	/* Whether the data may be of this format; size may be less than magic.
	 */
	bool (*is_magic)(const uint8_t *data, size_t size);

	/*
	 * NULL with errno ENOMEM; ENOTSUP: this build lacks the library;
	 * ELIBACC: the machine does.  Not of zip, see unzip.h.
	 */
	struct dtap_decompress *(*begin)(void);

	/*
	 * No window of more than 2^log bytes is accepted, right after begin;
	 * NULL: the windows of the format are small.
	 */
	void (*limit_window)(struct dtap_decompress *decompress, unsigned log);

	void (*free)(struct dtap_decompress *decompress);

	/*
	 * Decompresses from *data, which it moves on, to at most size bytes at
	 * out and returns how many.  0: it needs more data; or, if trouble is
	 * set, there will be no more bytes.  All that was good before the
	 * damage has been returned by then.
	 */
	size_t (*run)(struct dtap_decompress *decompress, const uint8_t **data,
		      size_t *data_size, uint8_t *out, size_t size);

	/*
	 * There are no more data.  False, and trouble is set, if they end
	 * inside a member or frame.
	 */
	bool (*end)(struct dtap_decompress *decompress);
};

extern const struct dtap_compression_format dtap_compression_format_gzip;
extern const struct dtap_compression_format dtap_compression_format_zstd;
extern const struct dtap_compression_format dtap_compression_format_bzip2;
extern const struct dtap_compression_format dtap_compression_format_xz;
extern const struct dtap_compression_format dtap_compression_format_zip;

#endif

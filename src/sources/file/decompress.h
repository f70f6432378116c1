/* SPDX-License-Identifier: MIT */
/*
 * decompress.h - takes gzip or zstd off a run of bytes, piece by piece.
 *
 * Why not gzread and its kin: where the data are damaged they withhold what
 * they had already unpacked, and do not say where the damage is.
 *
 * One owner, one thread at a time.
 */
#ifndef DTAP_DECOMPRESS_H
#define DTAP_DECOMPRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dtap_decompress {
	const struct dtap_compression_format *packing;
	uint64_t taken;      /* packed bytes */
	uint64_t given;      /* unpacked bytes */
	const char *trouble; /* what the library says, once; or NULL */
};

/* A kind of packing, told by the bytes that it begins with. */
struct dtap_compression_format {
	const char *name, *magic; /* "gzip", "\x1f\x8b\x08" */

	/* NULL with errno ENOMEM; ENOTSUP: this build lacks the library. */
	struct dtap_decompress *(*begin)(void);
	void (*free)(struct dtap_decompress *unpack);

	/*
	 * Unpacks from *data, which it moves on, to at most size bytes at out
	 * and returns how many.  0: it wants more data, or, with trouble set,
	 * nothing will come any more; what was right before the damage has been
	 * given by then.
	 */
	size_t (*run)(struct dtap_decompress *unpack, const uint8_t **data,
		      size_t *data_size, uint8_t *out, size_t size);

	/*
	 * There are no more data.  False, and trouble set, where they end
	 * within a member or frame.
	 */
	bool (*end)(struct dtap_decompress *unpack);
};

extern const struct dtap_compression_format dtap_compression_format_gzip;
extern const struct dtap_compression_format dtap_compression_format_zstd;

#endif

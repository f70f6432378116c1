/* SPDX-License-Identifier: MIT */
/*
 * gunzip.h - takes gzip off a run of octets, piece by piece.
 *
 * Why not gzread: where the data are damaged it withholds up to 16 KiB that it
 * had already unpacked, and does not say where the damage is.
 */
#ifndef DTAP_GUNZIP_H
#define DTAP_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#define ZLIB_CONST /* zlib does not write to its input */
#include <zlib.h>

/* The octets that gzip data of the deflate kind begin with. */
#define DTAP_GUNZIP_MAGIC "\x1f\x8b\x08"

struct dtap_gunzip {
	z_stream z;
	uint64_t taken;      /* packed octets */
	uint64_t given;      /* unpacked octets */
	bool between;        /* a member has ended, none has begun */
	const char *trouble; /* what zlib says, once; or NULL */
};

/* 0, or -1 with errno ENOMEM.  The struct is not moved before free. */
int dtap_gunzip_init(struct dtap_gunzip *gunzip);

/* After a successful init. */
void dtap_gunzip_free(struct dtap_gunzip *gunzip);

/*
 * Unpacks from *data, which it moves on, to at most size octets at out and
 * returns how many.  0: it wants more data, or, with trouble set, nothing will
 * come any more; what was right before the damage has been given by then.
 */
size_t dtap_gunzip_run(struct dtap_gunzip *gunzip, const uint8_t **data,
		       size_t *data_size, uint8_t *out, size_t size);

/*
 * There are no more data.  False, and trouble set, where they end within a
 * member.
 */
bool dtap_gunzip_end(struct dtap_gunzip *gunzip);

#endif

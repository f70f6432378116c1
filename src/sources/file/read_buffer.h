/* SPDX-License-Identifier: MIT */
/*
 * read_buffer.h - the bytes of an input that were read and not used yet.
 *
 * Bytes are added at its end and dropped at its front.  It grows as needed: its
 * owner must drop bytes to bound it.  All zeros is an empty buffer.  One owner,
 * one thread at a time.
 */
#ifndef DTAP_READ_BUFFER_H
#define DTAP_READ_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sources/file/input.h"

struct dtap_read_buffer {
	const uint8_t *data; /* size bytes */
	size_t size;
	uint64_t offset; /* of data in the input */
	bool ended;      /* no more bytes follow */
	uint8_t *room;   /* private from here */
	size_t capacity;
};

/* Frees the bytes, and makes it all zeros again. */
void dtap_read_buffer_clear(struct dtap_read_buffer *buffer);

/*
 * One read of the input.  0: done; at the end, ended is set.  -1 with errno of
 * dtap_input_read, or ENOMEM.
 */
int dtap_read_buffer_fill(struct dtap_read_buffer *buffer,
			  struct dtap_input *input);

/* Drops the first size bytes; it holds that many. */
void dtap_read_buffer_drop(struct dtap_read_buffer *buffer, size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * read_buffer.h - the bytes of an input that have been read and not yet given
 * out.
 *
 * Slides along the input: filled behind, dropped in front.  It grows to what
 * its owner leaves in it; the owner sees to it that this has a bound.  All
 * zeros is an empty window.
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
	bool ended;      /* nothing comes behind them */
	uint8_t *room;   /* private from here */
	size_t capacity;
};

/* Frees the bytes, and makes it all zeros again. */
void dtap_read_buffer_clear(struct dtap_read_buffer *window);

/*
 * One read of the input.  0: done, or the end: ended is set.  -1 with errno as
 * dtap_input_read has it, or ENOMEM.
 */
int dtap_read_buffer_fill(struct dtap_read_buffer *window,
			  struct dtap_input *input);

/* The first size bytes are not wanted any more; it holds that many. */
void dtap_read_buffer_drop(struct dtap_read_buffer *window, size_t size);

#endif

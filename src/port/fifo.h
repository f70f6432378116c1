/* SPDX-License-Identifier: MIT */
/*
 * fifo.h - bytes in one piece: added at the end, taken from the front.
 *
 * Zeros at first.  One owner, one thread.
 */
#ifndef DTAP_FIFO_H
#define DTAP_FIFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dtap_fifo {
	uint8_t *memory;
	size_t begin, end, room; /* offsets in memory */
};

static inline size_t
dtap_fifo_size(const struct dtap_fifo *fifo)
{
	return fifo->end - fifo->begin;
}

/* The first byte.  Valid until the next call. */
static inline uint8_t *
dtap_fifo_data(const struct dtap_fifo *fifo)
{
	return fifo->memory + fifo->begin;
}

/* Adds `size` bytes, which the caller fills.  NULL: ENOMEM. */
uint8_t *dtap_fifo_add(struct dtap_fifo *fifo, size_t size);

/* Takes `size` bytes, which are there. */
void dtap_fifo_take(struct dtap_fifo *fifo, size_t size);

void dtap_fifo_clear(struct dtap_fifo *fifo); /* frees; zeros again */

#endif

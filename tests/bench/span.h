/* SPDX-License-Identifier: MIT */
/*
 * span.h - the last bytes of a stream, mapped twice in a row.
 *
 * So the bytes from any position are in one piece, and one send(2) sends all
 * that a client has not had.  A position counts all bytes since the start.  One
 * owner, one thread.
 */
#ifndef BENCH_SPAN_H
#define BENCH_SPAN_H

#include <stddef.h>
#include <stdint.h>

#define SPAN_SIZE   ((size_t)8 << 20)
#define SPAN_STARTS ((size_t)1 << 16)

struct span {
	uint8_t *base;
	uint64_t head; /* position behind the last byte */
	uint64_t starts[SPAN_STARTS];
	uint64_t start_count; /* ever; start n is at n % SPAN_STARTS */
};

/* Exits on an error. */
void span_make(struct span *span);

/* The bytes from a position on. */
static inline uint8_t *
span_at(const struct span *span, uint64_t position)
{
	return span->base + position % SPAN_SIZE;
}

/* Adds size bytes that were written at the head, and stores their start. */
void span_commit(struct span *span, size_t size);

/* The first start at or after a position, or the head. */
uint64_t span_next_start(const struct span *span, uint64_t position);

#endif

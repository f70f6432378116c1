/* SPDX-License-Identifier: MIT */
/*
 * span.h - the last bytes of a stream, mapped twice in a row.
 *
 * The bytes from any position on stand in one piece however the end of the
 * memory falls, so what a client has not had yet is one send(2).  Positions
 * count all bytes ever put in.  One owner, one thread.
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

/* Exits where it cannot. */
void span_make(struct span *span);

/* The byte at a position, and those behind it. */
static inline uint8_t *
span_at(const struct span *span, uint64_t position)
{
	return span->base + position % SPAN_SIZE;
}

/* Puts in size bytes that stand at the head, and notes where they begin. */
void span_commit(struct span *span, size_t size);

/* The first start at or behind a position, or the head. */
uint64_t span_next_start(const struct span *span, uint64_t position);

#endif

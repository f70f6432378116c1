/* SPDX-License-Identifier: MIT */
/*
 * transport.h - removes what carries a stream: HTTP chunks, WebSocket messages,
 * or nothing.
 *
 * The input comes in pieces of any size; the output goes to `put`.  One owner,
 * one thread; all zeros except `kind`, `put` and `arg` at the start.
 */
#ifndef BENCH_TRANSPORT_H
#define BENCH_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum transport_kind { TRANSPORT_CHUNKS, TRANSPORT_WEBSOCKET, TRANSPORT_BARE };

struct transport {
	enum transport_kind kind;
	void (*put)(void *arg, const uint8_t *data, size_t size);
	void *arg;
	uint64_t bytes, bad; /* given to put; wrong */
	bool ended;          /* the final chunk has come */

	/* Private from here. */
	enum { HEAD, EXTENSION, BODY, TAIL } state;
	size_t left; /* of the chunk or message */
	uint8_t head[10];
	size_t head_size;
};

void transport_put(struct transport *transport, const uint8_t *data,
		   size_t size);

#endif

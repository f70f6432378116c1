/* SPDX-License-Identifier: MIT */
/*
 * ws_frame.h - WebSocket frames (RFC 6455, 5.2): parses those of a client, and
 * writes the heads of ours.
 *
 * The frames of a client come in pieces of any size and may be hostile: what
 * the RFC forbids is found at the first byte that shows it.  Control frames are
 * kept whole; data is only counted.  The struct is all its memory; it belongs
 * to one stream.
 */
#ifndef DTAP_WS_FRAME_H
#define DTAP_WS_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dtap_ws_opcode {
	DTAP_WS_CONTINUATION = 0x0,
	DTAP_WS_TEXT = 0x1,
	DTAP_WS_BINARY = 0x2,
	DTAP_WS_CLOSE = 0x8,
	DTAP_WS_PING = 0x9,
	DTAP_WS_PONG = 0xa,
};

#define DTAP_WS_CONTROL_MAX 125 /* bytes of a control frame's payload */
#define DTAP_WS_HEAD_MAX    10  /* of a frame of ours, without a mask */
#define DTAP_WS_MASK        4

/* All zeros at the begin of a connection. */
struct dtap_ws_frame {
	uint8_t head[DTAP_WS_HEAD_MAX + DTAP_WS_MASK];
	size_t head_size;
	bool in_message; /* the last data frame did not end its message */
	uint64_t left;   /* bytes of the payload that have not come yet */

	/* Of the frame last found. */
	uint64_t size;                        /* of its payload */
	uint8_t payload[DTAP_WS_CONTROL_MAX]; /* a control frame's, unmasked */
};

enum dtap_ws_found {
	DTAP_WS_FOUND_NOTHING, /* all bytes were taken; more are needed */
	DTAP_WS_FOUND_DATA,    /* a data frame begins: `size` bytes follow */
	DTAP_WS_FOUND_PING,    /* complete, with `size` bytes of payload */
	DTAP_WS_FOUND_PONG,
	DTAP_WS_FOUND_CLOSE,
	DTAP_WS_FOUND_WRONG, /* a protocol error: take nothing more */
};

/* Takes bytes from *at to `end`, up to the next event. */
enum dtap_ws_found dtap_ws_frame_take(struct dtap_ws_frame *frame,
				      const uint8_t **at, const uint8_t *end);

/* Writes the head of an unfragmented message; returns its size, 2 to 10. */
size_t dtap_ws_frame_head(uint8_t *out, enum dtap_ws_opcode opcode,
			  size_t size);

#endif

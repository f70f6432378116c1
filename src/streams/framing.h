/* SPDX-License-Identifier: MIT */
/*
 * framing.h - the bytes around a stream's data on the wire.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_FRAMING_H
#define DTAP_FRAMING_H

#include <stddef.h>
#include <stdint.h>

#include "format/chunk.h"

enum dtap_framing {
	DTAP_FRAMING_NONE,     /* HTTP/1.0, PCAP-over-IP: no framing */
	DTAP_FRAMING_CHUNKS,   /* HTTP/1.1: chunks, RFC 9112, 7.1 */
	DTAP_FRAMING_MESSAGES, /* WebSocket: binary messages, RFC 6455, 5.2 */
};

/* Bytes, at most: those of a chunk are the longest. */
#define DTAP_FRAMING_HEAD DTAP_CHUNK_HEAD
#define DTAP_FRAMING_TAIL DTAP_CHUNK_TAIL

/* Write what comes before and after `size` bytes of data; return its size. */
size_t dtap_framing_head(enum dtap_framing framing, uint8_t *out, size_t size);
size_t dtap_framing_tail(enum dtap_framing framing, uint8_t *out);

#endif

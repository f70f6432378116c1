/* SPDX-License-Identifier: MIT */
/*
 * chunk.h - what stands around the bytes of an HTTP/1.1 chunk (RFC 9112, 7.1).
 *
 *   chunk = size in hexadecimal, CR LF, `size` bytes, CR LF
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_CHUNK_H
#define DTAP_CHUNK_H

#include <stddef.h>
#include <stdint.h>

#define DTAP_CHUNK_HEAD 18 /* bytes, at most: 16 digits, CR LF */
#define DTAP_CHUNK_TAIL 2  /* bytes: CR LF */

/*
 * Writes the head of a chunk of size bytes so that it ends right before `end`,
 * and returns where it begins.  There is room for DTAP_CHUNK_HEAD bytes.
 */
uint8_t *dtap_chunk_head(uint8_t *end, size_t size);

/* Writes the DTAP_CHUNK_TAIL bytes behind a chunk. */
void dtap_chunk_tail(uint8_t *out);

#endif

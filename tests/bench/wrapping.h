/* SPDX-License-Identifier: MIT */
/*
 * wrapping.h - the bytes that limit puts around each container: those of a
 * chunk, of a chunk and a record, or of a WebSocket message.
 */
#ifndef DTAP_BENCH_WRAPPING_H
#define DTAP_BENCH_WRAPPING_H

#include <stddef.h>
#include <stdint.h>

#define WRAPPING_MAX ((size_t)64) /* bytes before and after, together */

enum wrapping { WRAPPING_RAW, WRAPPING_PCAP, WRAPPING_WS };

size_t wrapping_before(enum wrapping wrapping);
size_t wrapping_behind(enum wrapping wrapping); /* CR LF, or nothing */

/* The bytes before a container of `size` bytes that came now. */
void wrapping_put(enum wrapping wrapping, uint8_t *out, size_t size);

#endif

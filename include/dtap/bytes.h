/* SPDX-License-Identifier: MIT */
/*
 * bytes.h - little-endian numbers in memory, read and written byte by byte.
 *
 * DIAG, and the pcap files that we write, are little-endian on every host.
 * Formats are read and written with these functions only; no struct is ever
 * laid over bytes.  Any alignment will do.  The caller has checked the length.
 * Pure functions, any thread.
 */
#ifndef DTAP_BYTES_H
#define DTAP_BYTES_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

static inline uint16_t
dtap_get16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t
dtap_get32(const uint8_t *p)
{
	return (uint32_t)dtap_get16(p) | (uint32_t)dtap_get16(p + 2) << 16;
}

static inline uint64_t
dtap_get64(const uint8_t *p)
{
	return (uint64_t)dtap_get32(p) | (uint64_t)dtap_get32(p + 4) << 32;
}

static inline void
dtap_put16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

static inline void
dtap_put32(uint8_t *p, uint32_t v)
{
	dtap_put16(p, (uint16_t)v);
	dtap_put16(p + 2, (uint16_t)(v >> 16));
}

static inline void
dtap_put64(uint8_t *p, uint64_t v)
{
	dtap_put32(p, (uint32_t)v);
	dtap_put32(p + 4, (uint32_t)(v >> 32));
}

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
#include "format/chunk.h"

void
dtap_chunk_tail(uint8_t *out)
{
	out[0] = '\r';
	out[1] = '\n';
}

uint8_t *
dtap_chunk_head(uint8_t *end, size_t size)
{
	uint8_t *begin = end - DTAP_CHUNK_TAIL;

	dtap_chunk_tail(begin);
	do {
		*--begin = (uint8_t) "0123456789abcdef"[size & 15];
		size >>= 4;
	} while (size > 0);
	return begin;
}

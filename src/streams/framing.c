/* SPDX-License-Identifier: MIT */
#include "streams/framing.h"

#include <string.h>

#include "format/chunk.h"
#include "streams/ws_frame.h"

size_t
dtap_framing_head(enum dtap_framing framing, uint8_t *out, size_t size)
{
	uint8_t line[DTAP_CHUNK_HEAD], *end = line + sizeof line, *begin;

	switch (framing) {
	case DTAP_FRAMING_CHUNKS:
		begin = dtap_chunk_head(end, size);
		memcpy(out, begin, (size_t)(end - begin));
		return (size_t)(end - begin);
	case DTAP_FRAMING_MESSAGES:
		return dtap_ws_frame_head(out, DTAP_WS_BINARY, size);
	default:
		return 0;
	}
}

size_t
dtap_framing_tail(enum dtap_framing framing, uint8_t *out)
{
	if (framing != DTAP_FRAMING_CHUNKS)
		return 0;
	dtap_chunk_tail(out);
	return DTAP_CHUNK_TAIL;
}

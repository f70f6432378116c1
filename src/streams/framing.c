/* SPDX-License-Identifier: MIT */
#include "streams/framing.h"

#include <stdio.h>
#include <string.h>

#include "streams/ws_frame.h"

size_t
dtap_framing_head(enum dtap_framing framing, uint8_t *out, size_t size)
{
	char line[DTAP_FRAMING_HEAD + 1];
	int length;

	switch (framing) {
	case DTAP_FRAMING_CHUNKS:
		length = snprintf(line, sizeof line, "%zx\r\n", size);
		memcpy(out, line, (size_t)length);
		return (size_t)length;
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
	memcpy(out, "\r\n", 2);
	return 2;
}

/* SPDX-License-Identifier: MIT */
#include "bench/wrapping.h"

#include <string.h>
#include <time.h>

#include <dtap/pcap.h>

#define CHUNK_HEAD   8 /* six digits, CR LF */
#define CHUNK_TAIL   2
#define MESSAGE_HEAD 10 /* a binary message, its length in 8 bytes */
#define RECORD_HEAD  (DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE)

_Static_assert(CHUNK_HEAD + RECORD_HEAD + CHUNK_TAIL <= WRAPPING_MAX,
	       "the longest of them");

size_t
wrapping_before(enum wrapping wrapping)
{
	static const size_t sizes[] = {
		[WRAPPING_RAW] = CHUNK_HEAD,
		[WRAPPING_PCAP] = CHUNK_HEAD + RECORD_HEAD,
		[WRAPPING_WS] = MESSAGE_HEAD,
	};

	return sizes[wrapping];
}

size_t
wrapping_behind(enum wrapping wrapping)
{
	return wrapping == WRAPPING_WS ? 0 : CHUNK_TAIL;
}

static void
put_message_head(uint8_t *out, size_t size)
{
	out[0] = 0x82;
	out[1] = 127;
	for (int i = 0; i < 8; i++)
		out[2 + i] = (uint8_t)((uint64_t)size >> (56 - 8 * i));
}

void
wrapping_put(enum wrapping wrapping, uint8_t *out, size_t size)
{
	struct dtap_pcap_head head = {
		.path = DTAP_PATH_CONTAINER,
		.payload = (uint32_t)size,
	};

	if (wrapping == WRAPPING_WS) {
		put_message_head(out, size);
		return;
	}
	if (wrapping == WRAPPING_PCAP) {
		clock_gettime(CLOCK_REALTIME, &head.time);
		dtap_pcap_head_write(out + CHUNK_HEAD, &head);
		size += RECORD_HEAD;
	}
	for (int i = 0; i < 6; i++)
		out[i] =
			(uint8_t) "0123456789abcdef"[size >> (20 - 4 * i) & 15];
	memcpy(out + 6, "\r\n", 2);
}

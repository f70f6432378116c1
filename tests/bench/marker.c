/* SPDX-License-Identifier: MIT */
#include "bench/marker.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#define LOG_HEADER 16 /* of the packet, before the text */
#define LOG_CODE   0x1fff
#define DIGITS     16

static const char magic[] = "PERFMARK";
#define MAGIC_SIZE (sizeof magic - 1)

static void
put_digits(uint8_t *out, uint64_t value)
{
	for (int i = DIGITS - 1; i >= 0; i--, value >>= 4)
		out[i] = (uint8_t) "0123456789abcdef"[value & 15];
}

static uint64_t
get_digits(const uint8_t *in)
{
	uint64_t value = 0;

	for (int i = 0; i < DIGITS; i++) {
		unsigned digit = (in[i] & 15U) + (in[i] >> 6) * 9U;

		value = value << 4 | digit;
	}
	return value;
}

size_t
marker_write(uint8_t out[MARKER_ROOM], const struct marker *marker,
	     uint32_t messages)
{
	uint8_t packet[MARKER_SIZE] = {0x10}, *text = packet + LOG_HEADER;
	size_t size;

	dtap_put16(packet + 2, MARKER_SIZE - 4);
	dtap_put16(packet + 4, MARKER_SIZE - 4);
	dtap_put16(packet + 6, LOG_CODE);
	memcpy(text, magic, MAGIC_SIZE);
	put_digits(text + MAGIC_SIZE, marker->number);
	put_digits(text + MAGIC_SIZE + DIGITS, (uint64_t)marker->time_ns);
	size = dtap_hdlc_encode(out + MARKER_AT, packet, sizeof packet);
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, messages);
	dtap_put32(out + 8, (uint32_t)size);
	return MARKER_AT + size;
}

bool
marker_read(struct marker *marker, const uint8_t *packet)
{
	const uint8_t *text = packet + LOG_HEADER;

	if (memcmp(text, magic, MAGIC_SIZE) != 0)
		return false;
	marker->number = get_digits(text + MAGIC_SIZE);
	marker->time_ns = (int64_t)get_digits(text + MAGIC_SIZE + DIGITS);
	return true;
}

/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

void
dtap_split_set_packet(struct dtap_split *split, const uint8_t *packet,
		      size_t size, uint8_t *scratch)
{
	uint64_t stamp;

	split->size = DTAP_CONTAINER_HEADER + 4 +
		      dtap_hdlc_encode(scratch, packet, size);
	split->frames = 1;
	split->timed = dtap_modem_time_of_packet(packet, size, &stamp);
	if (split->timed)
		split->unix_us = dtap_modem_time_to_unix_us(stamp);
}

void
dtap_split_write_packet(const struct dtap_split *split, const uint8_t *packet,
			size_t size, uint8_t *out)
{
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, 1);
	dtap_put32(out + DTAP_CONTAINER_HEADER,
		   (uint32_t)(split->size - DTAP_CONTAINER_HEADER - 4));
	dtap_hdlc_encode(out + DTAP_CONTAINER_HEADER + 4, packet, size);
}

enum dtap_split_result
dtap_split_broken(struct dtap_split *split, size_t bytes, const char *format,
		  ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(split->why, sizeof split->why, format, args);
	va_end(args);
	split->bytes = bytes;
	return DTAP_SPLIT_BROKEN;
}

enum dtap_split_result
dtap_split_cut_short(struct dtap_split *split,
		     const struct dtap_read_buffer *buffer, const char *what)
{
	if (!buffer->ended)
		return DTAP_SPLIT_MORE;
	return dtap_split_broken(split, buffer->size > 0 ? 1 : 0,
				 "cut short at offset %" PRIu64
				 ", inside the %s that begins at %" PRIu64,
				 buffer->offset + buffer->size, what,
				 buffer->offset);
}

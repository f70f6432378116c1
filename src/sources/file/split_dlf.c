/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

#include "sources/file/frame_check.h"

#define LOG_HEADER    12 /* u16 length, u16 code, u64 stamp */
#define PACKET_HEADER 4  /* u8 opcode, u8 0, u16 length */

/* What tells DLF from anything else: so many logs in a row look like some. */
#define SURE              8
#define LEAST_CODE        0x1000
#define PLAUSIBLE_SECONDS INT64_C(5000000000) /* 2128, of Unix time */

static bool
plausible(const uint8_t *log)
{
	int64_t us = dtap_modem_time_to_unix_us(dtap_get64(log + 4));

	return dtap_get16(log) >= LOG_HEADER &&
	       dtap_get16(log + 2) >= LEAST_CODE &&
	       us < PLAUSIBLE_SECONDS * 1000000;
}

enum dtap_split_result
dtap_split_is_dlf(const struct dtap_read_buffer *window)
{
	size_t at = 0;

	for (int sure = 0; sure < SURE; sure++) {
		size_t left = window->size - at;

		if (left == 0 && window->ended && sure > 0)
			return DTAP_SPLIT_WHOLE;
		if (left >= LOG_HEADER && !plausible(window->data + at))
			return DTAP_SPLIT_BROKEN;
		if (left < LOG_HEADER || left < dtap_get16(window->data + at)) {
			/* A last log that is cut short is one all the same. */
			if (window->ended)
				return sure > 0 ? DTAP_SPLIT_WHOLE
						: DTAP_SPLIT_BROKEN;
			return DTAP_SPLIT_MORE;
		}
		at += dtap_get16(window->data + at);
	}
	return DTAP_SPLIT_WHOLE;
}

/* The log at the front as a packet; returns its length. */
static size_t
lay_packet(const struct dtap_read_buffer *window, uint8_t *out)
{
	size_t length = dtap_get16(window->data);

	out[0] = DTAP_OPCODE_LOG;
	out[1] = 0;
	dtap_put16(out + 2, (uint16_t)length);
	memcpy(out + PACKET_HEADER, window->data, length);
	return PACKET_HEADER + length;
}

static enum dtap_split_result
no_log(struct dtap_split *cut, const struct dtap_read_buffer *window)
{
	bool is_short = window->size < LOG_HEADER ||
			window->size < dtap_get16(window->data);

	if (is_short)
		snprintf(cut->why, sizeof cut->why,
			 "cut short at offset %" PRIu64
			 ", inside the log that begins at %" PRIu64,
			 window->offset + window->size, window->offset);
	else
		snprintf(cut->why, sizeof cut->why, "no log at offset %" PRIu64,
			 window->offset);
	return DTAP_SPLIT_BROKEN;
}

enum dtap_split_result
dtap_split_dlf(struct dtap_split *cut, const struct dtap_read_buffer *window,
	       uint8_t *scratch)
{
	size_t length, frame;
	uint8_t *packet = scratch + DTAP_FRAME_MAX / 2;

	if (window->size >= LOG_HEADER && dtap_get16(window->data) < LOG_HEADER)
		return no_log(cut, window);
	if (window->size < LOG_HEADER ||
	    window->size < dtap_get16(window->data))
		return window->ended ? no_log(cut, window) : DTAP_SPLIT_MORE;
	length = lay_packet(window, packet);
	frame = dtap_hdlc_encode(scratch, packet, length);
	cut->bytes = length - PACKET_HEADER;
	cut->size = DTAP_CONTAINER_HEADER + 4 + frame;
	cut->frames = 1;
	cut->wrong = 0;
	cut->timed = true;
	cut->unix_us = dtap_modem_time_to_unix_us(dtap_get64(window->data + 4));
	return DTAP_SPLIT_WHOLE;
}

void
dtap_split_dlf_wrap(const struct dtap_split *cut,
		    const struct dtap_read_buffer *window, uint8_t *scratch,
		    uint8_t *out)
{
	size_t length = lay_packet(window, scratch);

	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, 1);
	dtap_put32(out + DTAP_CONTAINER_HEADER,
		   (uint32_t)(cut->size - DTAP_CONTAINER_HEADER - 4));
	dtap_hdlc_encode(out + DTAP_CONTAINER_HEADER + 4, scratch, length);
}

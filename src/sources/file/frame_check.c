/* SPDX-License-Identifier: MIT */
#include "sources/file/frame_check.h"

#include <string.h>

#include <dtap/container.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

struct dtap_frame
dtap_frame_check(const uint8_t *data, size_t size, uint8_t *scratch)
{
	struct dtap_frame frame = {.empty = false};
	uint64_t stamp;
	size_t length;

	while (size > 0 && *data == DTAP_HDLC_FLAG) {
		data++;
		size--;
	}
	frame.empty = size == 0;
	if (size == 0 || size > DTAP_FRAME_MAX)
		return frame;
	/* The CRC of nothing is 0: zeros before a 7E are no sign of HDLC. */
	if (!dtap_hdlc_decode(scratch, &length, data, size - 1) || length == 0)
		return frame;
	frame.right = true;
	frame.timed = dtap_modem_time_of_packet(scratch, length, &stamp);
	if (frame.timed)
		frame.unix_us = dtap_modem_time_to_unix_us(stamp);
	return frame;
}

static bool
message_time(const struct dtap_message *message, uint8_t *scratch,
	     int64_t *unix_us)
{
	const uint8_t *at = message->data, *flag;
	size_t left = message->size;

	while (left > 0 && (flag = memchr(at, DTAP_HDLC_FLAG, left))) {
		size_t size = (size_t)(flag - at) + 1;
		struct dtap_frame frame = dtap_frame_check(at, size, scratch);

		if (frame.timed) {
			*unix_us = frame.unix_us;
			return true;
		}
		at += size;
		left -= size;
	}
	return false;
}

bool
dtap_frame_container_time(const uint8_t *data, size_t size, uint8_t *scratch,
			  int64_t *unix_us)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	struct dtap_message message;

	while (dtap_messages_next(&walk, &message))
		if (message_time(&message, scratch, unix_us))
			return true;
	return false;
}

/* SPDX-License-Identifier: MIT */
#include "sources/file/frame_check.h"

#include <dtap/frames.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

struct dtap_frame_check
dtap_frame_check(const uint8_t *data, size_t size, uint8_t *scratch)
{
	struct dtap_frame_check frame = {.empty = false};
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

bool
dtap_frame_container_time(const uint8_t *data, size_t size, uint8_t *scratch,
			  int64_t *unix_us)
{
	struct dtap_frame_pieces walk = dtap_frame_pieces_of(data, size);
	struct dtap_frame_piece piece;

	while (dtap_frame_pieces_next(&walk, &piece)) {
		struct dtap_frame_check frame = {.timed = false};

		if (piece.ends)
			frame = dtap_frame_check(piece.data, piece.size + 1,
						 scratch);
		if (frame.timed) {
			*unix_us = frame.unix_us;
			return true;
		}
	}
	return false;
}

/* SPDX-License-Identifier: MIT */
#include "rewrite/container_time.h"

#include <dtap/frames.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

#include "rewrite/container_filter.h"

bool
dtap_container_modem_time(struct timespec *time, uint8_t *packet,
			  const uint8_t *data, size_t size)
{
	struct dtap_frame_pieces walk = dtap_frame_pieces_of(data, size);
	struct dtap_frame_piece piece;
	uint64_t stamp;
	size_t length;

	while (dtap_frame_pieces_next(&walk, &piece))
		if (piece.ends && piece.size <= DTAP_FILTER_FRAME &&
		    dtap_hdlc_decode(packet, &length, piece.data, piece.size) &&
		    dtap_modem_time_of_packet(packet, length, &stamp)) {
			int64_t us = dtap_modem_time_to_unix_us(stamp);

			if (us / 1000000 > UINT32_MAX)
				return false;
			time->tv_sec = (time_t)(us / 1000000);
			time->tv_nsec = (long)(us % 1000000) * 1000;
			return true;
		}
	return false;
}

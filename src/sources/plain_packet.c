/* SPDX-License-Identifier: MIT */
#include "sources/plain_packet.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

size_t
dtap_plain_packet_size(const uint8_t *data, size_t size)
{
	size_t end;

	if (size == 0)
		return DTAP_PLAIN_MORE;
	if (data[0] != DTAP_HDLC_FLAG || (size > 1 && data[1] != 1))
		return 0;
	if (size < DTAP_PLAIN_HEAD)
		return DTAP_PLAIN_MORE;
	end = DTAP_PLAIN_HEAD + dtap_get16(data + 2);
	if (end == DTAP_PLAIN_HEAD)
		return 0;
	if (size <= end)
		return DTAP_PLAIN_MORE;
	return data[end] == DTAP_HDLC_FLAG ? end + 1 : 0;
}

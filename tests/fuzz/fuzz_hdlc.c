/* SPDX-License-Identifier: MIT */
/* HDLC: what is encoded is decoded, what is decoded is encoded to the same. */
#include "fuzz.h"

#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

#include "sources/file/frame_check.h"

static void
there_and_back(const uint8_t *packet, size_t size)
{
	size_t room = DTAP_HDLC_ROOM(size), length;
	uint8_t *frame = malloc(room), *out = malloc(room);
	size_t framed = dtap_hdlc_encode(frame, packet, size);

	CLAIM(framed >= size + 3 && framed <= room);
	CLAIM(memchr(frame, DTAP_HDLC_FLAG, framed) == frame + framed - 1);
	CLAIM(dtap_hdlc_decode(out, &length, frame, framed - 1));
	CLAIM(length == size && memcmp(out, packet, size) == 0);
	free(frame);
	free(out);
}

static void
decode(const uint8_t *frame, size_t size)
{
	/* Of exact size: one byte beyond is found. */
	uint8_t *out = malloc(size + !size);
	uint64_t stamp;
	size_t length;

	if (dtap_hdlc_decode(out, &length, frame, size)) {
		CLAIM(length + 2 <= size);
		dtap_modem_time_of_packet(out, length, &stamp);
	} else {
		CLAIM(length == 0);
	}
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t scratch[DTAP_FRAME_MAX];
	uint64_t stamp;

	decode(data, size);
	there_and_back(data, size);
	dtap_modem_time_of_packet(data, size, &stamp);
	if (size > 0)
		dtap_frame_check(data, size, scratch);
	return 0;
}

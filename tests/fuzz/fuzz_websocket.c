/* SPDX-License-Identifier: MIT */
/*
 * WebSocket frames of a client: what is found does not hang on how the bytes
 * are cut, and what is said in return is a control frame of ours.
 */
#include "fuzz.h"

#include "streams/websocket.h"

/* What was found, folded into a number. */
static uint64_t
fold(uint64_t sum, uint64_t more)
{
	return (sum ^ more) * UINT64_C(0x100000001b3);
}

static uint64_t
take_all(const uint8_t *data, size_t size, size_t step)
{
	struct dtap_ws_frame frame = {0};
	const uint8_t *at = data, *end = data + size;
	uint64_t sum = 0;

	while (at < end) {
		size_t left = (size_t)(end - at);
		const uint8_t *until = at + (left < step ? left : step);
		enum dtap_ws_found found =
			dtap_ws_frame_take(&frame, &at, until);

		CLAIM(at <= until);
		if (found == DTAP_WS_FOUND_NOTHING) {
			CLAIM(at == until);
			continue;
		}
		sum = fold(sum, found);
		if (found == DTAP_WS_FOUND_WRONG)
			break;
		sum = fold(sum, frame.size);
		if (found == DTAP_WS_FOUND_DATA)
			continue;
		CLAIM(frame.size <= DTAP_WS_CONTROL_MAX);
		for (size_t i = 0; i < frame.size; i++)
			sum = fold(sum, frame.payload[i]);
	}
	return sum;
}

/* Our frame: whole, unmasked, short, of an opcode that we say. */
static void
check_frame(const uint8_t *frame, size_t size)
{
	uint8_t opcode = frame[0] & 0x0f;

	CLAIM((frame[0] & 0xf0) == 0x80);
	CLAIM(opcode == DTAP_WS_PONG || opcode == DTAP_WS_CLOSE ||
	      opcode == DTAP_WS_PING);
	CLAIM(frame[1] <= DTAP_WS_CONTROL_MAX && size == 2U + frame[1]);
}

static void
converse(const uint8_t *data, size_t size)
{
	static const struct dtap_websocket_options options = {1000, 1000};
	struct dtap_websocket *ws = dtap_websocket_new(&options, 1);
	uint8_t frame[DTAP_WS_FRAME_MAX];
	int64_t now = 1;

	CLAIM(ws != NULL);
	for (size_t at = 0; at < size; at += 40) {
		size_t left = size - at;

		dtap_websocket_receive(ws, data + at, left < 40 ? left : 40,
				       now);
		while ((left = dtap_websocket_take(ws, frame, now)) > 0)
			check_frame(frame, left);
		now += 100000000;
		if (!dtap_websocket_tick(ws, now))
			break;
		CLAIM(dtap_websocket_due(ws) >= now);
	}
	dtap_websocket_free(ws);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t whole = take_all(data, size, size + !size);

	CLAIM(take_all(data, size, 1) == whole);
	CLAIM(take_all(data, size, 7) == whole);
	converse(data, size);
	return 0;
}

/* SPDX-License-Identifier: MIT */
#include "streams/ws_frame.h"

#include <string.h>

#define FIN      0x80 /* bits of the first byte */
#define RESERVED 0x70
#define OPCODE   0x0f
#define CONTROL  0x08 /* a bit of the opcode */
#define MASKED   0x80 /* bits of the second byte */
#define LENGTH   0x7f
#define LENGTH16 126 /* the length is in the next two bytes */
#define LENGTH64 127 /* the length is in the next eight bytes */

static bool
is_control(uint8_t first)
{
	return (first & CONTROL) != 0;
}

/* Whether the first two bytes of a client's frame are forbidden. */
static bool
begins_wrong(const struct dtap_ws_frame *frame)
{
	uint8_t first = frame->head[0], second = frame->head[1];

	if ((first & RESERVED) != 0 || (second & MASKED) == 0)
		return true;
	switch (first & OPCODE) {
	case DTAP_WS_CONTINUATION:
		return !frame->in_message;
	case DTAP_WS_TEXT:
	case DTAP_WS_BINARY:
		return frame->in_message;
	case DTAP_WS_CLOSE:
	case DTAP_WS_PING:
	case DTAP_WS_PONG:
		return (first & FIN) == 0 ||
		       (second & LENGTH) > DTAP_WS_CONTROL_MAX;
	default:
		return true;
	}
}

/* Bytes of the extended length. */
static size_t
length_size(const struct dtap_ws_frame *frame)
{
	switch (frame->head[1] & LENGTH) {
	case LENGTH16:
		return 2;
	case LENGTH64:
		return 8;
	default:
		return 0;
	}
}

/* False: the length is not in its shortest form, or has its highest bit. */
static bool
read_length(struct dtap_ws_frame *frame)
{
	size_t bytes = length_size(frame);

	frame->size = bytes == 0 ? frame->head[1] & LENGTH : 0;
	for (size_t i = 0; i < bytes; i++)
		frame->size = frame->size << 8 | frame->head[2 + i];
	if (bytes == 2)
		return frame->size >= LENGTH16;
	return bytes == 0 ||
	       (frame->size > UINT16_MAX && frame->size <= INT64_MAX);
}

static enum dtap_ws_found
found(const struct dtap_ws_frame *frame)
{
	switch (frame->head[0] & OPCODE) {
	case DTAP_WS_PING:
		return DTAP_WS_FOUND_PING;
	case DTAP_WS_PONG:
		return DTAP_WS_FOUND_PONG;
	case DTAP_WS_CLOSE:
		return DTAP_WS_FOUND_CLOSE;
	default:
		return DTAP_WS_FOUND_DATA;
	}
}

/* The head is complete. */
static enum dtap_ws_found
begin_payload(struct dtap_ws_frame *frame)
{
	if (!read_length(frame))
		return DTAP_WS_FOUND_WRONG;
	frame->head_size = 0;
	frame->left = frame->size;
	if (is_control(frame->head[0]))
		return frame->left == 0 ? found(frame) : DTAP_WS_FOUND_NOTHING;
	frame->in_message = (frame->head[0] & FIN) == 0;
	return DTAP_WS_FOUND_DATA;
}

static enum dtap_ws_found
take_head(struct dtap_ws_frame *frame, uint8_t byte)
{
	frame->head[frame->head_size++] = byte;
	if (frame->head_size == 2 && begins_wrong(frame))
		return DTAP_WS_FOUND_WRONG;
	if (frame->head_size < 2 ||
	    frame->head_size < 2 + length_size(frame) + DTAP_WS_MASK)
		return DTAP_WS_FOUND_NOTHING;
	return begin_payload(frame);
}

static enum dtap_ws_found
take_payload(struct dtap_ws_frame *frame, const uint8_t **at, size_t size)
{
	/* Only control frames are read, and these have no extended length. */
	const uint8_t *mask = frame->head + 2;
	size_t done = (size_t)(frame->size - frame->left);

	if (size > frame->left)
		size = (size_t)frame->left;
	if (is_control(frame->head[0]))
		for (size_t i = 0; i < size; i++)
			frame->payload[done + i] =
				(*at)[i] ^ mask[(done + i) % DTAP_WS_MASK];
	*at += size;
	frame->left -= size;
	return frame->left == 0 && is_control(frame->head[0])
		       ? found(frame)
		       : DTAP_WS_FOUND_NOTHING;
}

enum dtap_ws_found
dtap_ws_frame_take(struct dtap_ws_frame *frame, const uint8_t **at,
		   const uint8_t *end)
{
	enum dtap_ws_found what = DTAP_WS_FOUND_NOTHING;

	while (*at < end && what == DTAP_WS_FOUND_NOTHING)
		what = frame->left > 0
			       ? take_payload(frame, at, (size_t)(end - *at))
			       : take_head(frame, *(*at)++);
	return what;
}

size_t
dtap_ws_frame_head(uint8_t *out, enum dtap_ws_opcode opcode, size_t size)
{
	size_t bytes = size < LENGTH16 ? 0 : size <= UINT16_MAX ? 2 : 8;

	out[0] = (uint8_t)(FIN | opcode);
	out[1] = bytes == 0 ? (uint8_t)size : bytes == 2 ? LENGTH16 : LENGTH64;
	for (size_t i = 0; i < bytes; i++)
		out[2 + i] = (uint8_t)((uint64_t)size >> 8 * (bytes - 1 - i));
	return 2 + bytes;
}

/* SPDX-License-Identifier: MIT */
#include "streams/container_filter.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#include "format/frame_joiner.h"

struct dtap_container_filter {
	struct dtap_filter filter;
	struct dtap_frame_joiner joiner;

	/* Where it is in the current container. */
	struct dtap_container_reader reader;
	int32_t token;
	size_t message_left;
	struct dtap_frame passed; /* not written yet; its size is 0: none */
};

/* A container that is being written. */
struct output {
	uint8_t *data;
	size_t size, room;
	size_t length_at; /* of the open message's length; 0: none is open */
	uint32_t messages;
};

struct dtap_container_filter *
dtap_container_filter_new(const struct dtap_filter *filter)
{
	struct dtap_container_filter *made = calloc(1, sizeof *made);

	if (made == NULL)
		return NULL;
	made->filter = *filter;
	made->joiner.most = made->joiner.most_all = DTAP_FILTER_FRAME - 1;
	return made;
}

void
dtap_container_filter_lost(struct dtap_container_filter *filter)
{
	dtap_frame_joiner_forget(&filter->joiner);
}

void
dtap_container_filter_free(struct dtap_container_filter *filter)
{
	if (filter == NULL)
		return;
	dtap_container_filter_lost(filter);
	free(filter);
}

/* One whose CRC is wrong does not pass. */
static bool
passes(const struct dtap_container_filter *filter, uint8_t *packet,
       const struct dtap_frame *frame)
{
	size_t length;

	return frame->size < DTAP_FILTER_FRAME &&
	       dtap_hdlc_decode(packet, &length, frame->data, frame->size) &&
	       dtap_filter_passes(&filter->filter, packet, length);
}

/* The head of a message that will have a frame. */
static void
open_message(struct output *out, int32_t token)
{
	if (token <= 0) {
		dtap_put32(out->data + out->size, (uint32_t)token);
		out->size += 4;
	}
	out->length_at = out->size;
	dtap_put32(out->data + out->size, 0);
	out->size += 4;
	out->messages++;
}

/* False: the container has frames, and this one does not fit behind them. */
static bool
write_frame(struct output *out, const struct dtap_frame *frame)
{
	size_t head = out->length_at > 0 ? 0 : frame->token <= 0 ? 8 : 4;
	size_t size = frame->size + 1; /* with its flag */
	uint8_t *length;

	if (out->messages > 0 && out->size + head + size > out->room)
		return false;
	if (head > 0)
		open_message(out, frame->token);
	memcpy(out->data + out->size, frame->data, size);
	out->size += size;
	length = out->data + out->length_at;
	dtap_put32(length, dtap_get32(length) + (uint32_t)size);
	return true;
}

void
dtap_container_filter_begin(struct dtap_container_filter *filter,
			    const struct dtap_container_reader *reader)
{
	filter->reader = *reader;
	filter->message_left = 0;
	filter->passed.size = 0;
	if (!dtap_container_reader_begin(&filter->reader))
		filter->reader.left = filter->reader.messages = 0;
}

size_t
dtap_container_filter_left(const struct dtap_container_filter *filter)
{
	size_t left = filter->reader.left;

	if (filter->passed.size > 0)
		left += filter->passed.size + 1;
	return left > 0 ? left + filter->joiner.held + DTAP_CONTAINER_HEADER + 8
			: 0;
}

/* False: there is no other message. */
static bool
next_message(struct dtap_container_filter *filter, struct output *out)
{
	out->length_at = 0;
	if (dtap_container_reader_next_message(&filter->reader, &filter->token,
					       &filter->message_left))
		return true;
	filter->reader.left = filter->reader.messages = 0;
	return false;
}

/* Takes the bytes up to the next flag, or all that are in one piece. */
static void
take_piece(struct dtap_container_filter *filter, uint8_t *packet, bool *lacked)
{
	size_t size;
	const uint8_t *data = dtap_container_reader_peek(
		&filter->reader, filter->message_left, &size);
	struct dtap_frame_piece piece =
		dtap_frame_piece_first(data, size, filter->token, 0);
	struct dtap_frame frame;
	int given = dtap_frame_joiner_add(&filter->joiner, &piece, &frame);

	size = piece.size + piece.ends;
	dtap_container_reader_take(&filter->reader, NULL, size);
	filter->message_left -= size;
	if (given < 0)
		*lacked = true;
	if (given > 0 && passes(filter, packet, &frame))
		filter->passed = frame;
	else
		dtap_frame_joiner_release(&filter->joiner);
}

/* False: the container is full. */
static bool
write_passed(struct dtap_container_filter *filter, struct output *out)
{
	if (filter->passed.size == 0)
		return true;
	if (!write_frame(out, &filter->passed))
		return false;
	filter->passed.size = 0;
	dtap_frame_joiner_release(&filter->joiner);
	return true;
}

size_t
dtap_container_filter_next(struct dtap_container_filter *filter,
			   uint8_t *packet, uint8_t *out, size_t room,
			   bool *lacked)
{
	struct output output = {
		.data = out, .size = DTAP_CONTAINER_HEADER, .room = room};

	while (write_passed(filter, &output) &&
	       (filter->message_left > 0 || next_message(filter, &output)))
		if (filter->message_left > 0)
			take_piece(filter, packet, lacked);
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, output.messages);
	return output.messages > 0 ? output.size : 0;
}

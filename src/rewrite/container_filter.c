/* SPDX-License-Identifier: MIT */
#include "rewrite/container_filter.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#define MODEMS 4 /* whose frames may be cut at the same time */

/* The beginning of a frame whose end is still to come. */
struct beginning {
	int32_t token; /* of its modem */
	uint8_t *data;
	size_t size, room;
};

struct dtap_container_filter {
	struct dtap_filter filter;
	bool filters, split;
	struct beginning beginnings[MODEMS];
	size_t held;   /* bytes of all beginnings */
	uint64_t lost; /* bytes of beginnings that were forgotten */

	/* Where it is in the current container. */
	struct dtap_container_reader reader;
	int32_t token;
	size_t message_left;
	bool broken; /* what is left are no messages */
};

/* A container that is being written. */
struct output {
	uint8_t *data;
	size_t size, room;
	size_t length_at; /* of the open message's length; 0: none is open */
	uint32_t messages;
	bool split; /* it is full with one frame */
};

struct dtap_container_filter *
dtap_container_filter_new(const struct dtap_filter *filter, bool split)
{
	struct dtap_container_filter *made = calloc(1, sizeof *made);

	if (made == NULL)
		return NULL;
	made->filters = filter != NULL;
	made->split = split;
	if (filter != NULL)
		made->filter = *filter;
	return made;
}

/* Its bytes were written, or do not pass. */
static void
release(struct dtap_container_filter *filter, struct beginning *beginning)
{
	filter->held -= beginning->size;
	free(beginning->data);
	*beginning = (struct beginning){.token = beginning->token};
}

static void
forget(struct dtap_container_filter *filter, struct beginning *beginning)
{
	filter->lost += beginning->size;
	release(filter, beginning);
}

uint64_t
dtap_container_filter_lost(struct dtap_container_filter *filter)
{
	uint64_t lost;

	for (size_t i = 0; i < MODEMS; i++)
		forget(filter, &filter->beginnings[i]);
	lost = filter->filters ? 0 : filter->lost;
	filter->lost = 0;
	return lost;
}

void
dtap_container_filter_free(struct dtap_container_filter *filter)
{
	if (filter == NULL)
		return;
	dtap_container_filter_lost(filter);
	free(filter);
}

/* Where a modem's beginning is kept; an unknown modem replaces another. */
static struct beginning *
beginning_of(struct dtap_container_filter *filter, int32_t token)
{
	struct beginning *beginning =
		&filter->beginnings[(0U - (uint32_t)token) % MODEMS];

	if (beginning->token != token)
		forget(filter, beginning);
	beginning->token = token;
	return beginning;
}

static bool
grow(struct beginning *beginning, size_t more)
{
	size_t room = beginning->room > 0 ? beginning->room : 256;
	uint8_t *data;

	while (room - beginning->size < more)
		room *= 2;
	data = room > beginning->room ? realloc(beginning->data, room)
				      : beginning->data;
	if (data == NULL)
		return false;
	beginning->data = data;
	beginning->room = room;
	return true;
}

/* Bytes that beginnings may still take. */
static size_t
room_of(const struct dtap_container_filter *filter)
{
	return DTAP_FILTER_FRAME - filter->held;
}

/* The piece fits.  False: no memory, and the beginning is lost. */
static bool
add_to_beginning(struct dtap_container_filter *filter,
		 struct beginning *beginning, const uint8_t *piece, size_t size)
{
	if (!grow(beginning, size)) {
		forget(filter, beginning);
		filter->lost += size;
		return false;
	}
	memcpy(beginning->data + beginning->size, piece, size);
	beginning->size += size;
	filter->held += size;
	return true;
}

/* A frame with its flag.  With a filter its CRC must be right. */
static bool
passes(const struct dtap_container_filter *filter, uint8_t *packet,
       const uint8_t *frame, size_t size)
{
	size_t length;

	if (!filter->filters)
		return size > 1; /* more than a flag */
	return size <= DTAP_FILTER_FRAME &&
	       dtap_hdlc_decode(packet, &length, frame, size - 1) &&
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

/*
 * Writes a frame, or bytes of one.  False: the container has frames, and this
 * one does not fit behind them.
 */
static bool
write_frame(struct output *out, int32_t token, const uint8_t *frame,
	    size_t size)
{
	size_t head = out->length_at > 0 ? 0 : token <= 0 ? 8 : 4;
	uint8_t *length;

	if (out->messages > 0 &&
	    (out->split || out->size + head + size > out->room))
		return false;
	if (head > 0)
		open_message(out, token);
	memcpy(out->data + out->size, frame, size);
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
	filter->broken = false;
	if (!dtap_container_reader_begin(&filter->reader))
		filter->reader.left = filter->reader.messages = 0;
}

size_t
dtap_container_filter_left(const struct dtap_container_filter *filter)
{
	size_t left = filter->reader.left;

	return left > 0 ? left + filter->held + DTAP_CONTAINER_HEADER + 8 : 0;
}

/* False: there is no other message. */
static bool
next_message(struct dtap_container_filter *filter, struct output *out)
{
	struct dtap_container_reader before = filter->reader;

	out->length_at = 0;
	if (!filter->broken &&
	    dtap_container_reader_next_message(&filter->reader, &filter->token,
					       &filter->message_left))
		return true;
	filter->broken = true;
	filter->reader = before;
	if (filter->filters)
		filter->reader.left = filter->reader.messages = 0;
	return false;
}

static void
pass_over(struct dtap_container_filter *filter, size_t size)
{
	dtap_container_reader_take(&filter->reader, NULL, size);
	filter->message_left -= size;
}

/*
 * There is no memory for more of the frame.  With a filter it does not pass;
 * without one, what there is of it is written.  False: the container is full.
 */
static bool
end_beginning(struct dtap_container_filter *filter, struct beginning *beginning,
	      struct output *out)
{
	if (!filter->filters &&
	    !write_frame(out, filter->token, beginning->data, beginning->size))
		return false;
	release(filter, beginning);
	return true;
}

/* Bytes of a frame that goes on.  False: the container is full. */
static bool
take_middle(struct dtap_container_filter *filter, struct beginning *beginning,
	    struct output *out, const uint8_t *piece, size_t size, bool *lacked)
{
	size_t room = room_of(filter);

	if (room == 0 && beginning->size > 0)
		return end_beginning(filter, beginning, out);
	if (room == 0) { /* others have it all */
		if (!filter->filters &&
		    !write_frame(out, filter->token, piece, size))
			return false;
		pass_over(filter, size);
		return true;
	}
	if (size > room)
		size = room;
	if (!add_to_beginning(filter, beginning, piece, size))
		*lacked = true;
	pass_over(filter, size);
	return true;
}

/* The piece ends a frame that is in one piece. */
static bool
take_frame(struct dtap_container_filter *filter, uint8_t *packet,
	   struct output *out, const uint8_t *piece, size_t size)
{
	if (passes(filter, packet, piece, size) &&
	    !write_frame(out, filter->token, piece, size))
		return false;
	pass_over(filter, size);
	return true;
}

/* The piece ends a frame with a beginning.  False: the container is full. */
static bool
take_end(struct dtap_container_filter *filter, uint8_t *packet,
	 struct output *out, const uint8_t *piece, size_t size, bool *lacked)
{
	struct beginning *beginning = beginning_of(filter, filter->token);
	size_t begun = beginning->size;

	if (!add_to_beginning(filter, beginning, piece, size)) {
		*lacked = true;
		pass_over(filter, size);
		return true;
	}
	if (passes(filter, packet, beginning->data, beginning->size) &&
	    !write_frame(out, filter->token, beginning->data,
			 beginning->size)) {
		filter->held -= size;
		beginning->size = begun;
		return false;
	}
	release(filter, beginning);
	pass_over(filter, size);
	return true;
}

/* Takes the bytes up to the next flag, or all there are.  False: it is full. */
static bool
take_piece(struct dtap_container_filter *filter, uint8_t *packet,
	   struct output *out, bool *lacked)
{
	struct beginning *beginning = beginning_of(filter, filter->token);
	size_t most = filter->message_left < DTAP_FILTER_FRAME
			      ? filter->message_left
			      : DTAP_FILTER_FRAME;
	size_t size;
	const uint8_t *piece =
		dtap_container_reader_peek(&filter->reader, most, &size);
	const uint8_t *flag = memchr(piece, DTAP_HDLC_FLAG, size);

	if (flag != NULL)
		size = (size_t)(flag + 1 - piece);
	if (flag != NULL && beginning->size == 0)
		return take_frame(filter, packet, out, piece, size);
	if (flag != NULL && size <= room_of(filter))
		return take_end(filter, packet, out, piece, size, lacked);
	return take_middle(filter, beginning, out, piece, size, lacked);
}

/* The rest of a container without whole messages, as it is. */
static size_t
write_rest(struct dtap_container_filter *filter, uint8_t *out, size_t room)
{
	size_t size = filter->reader.left;

	if (size == 0)
		return 0;
	if (size > room - DTAP_CONTAINER_HEADER)
		size = room - DTAP_CONTAINER_HEADER;
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, filter->reader.messages);
	dtap_container_reader_take(&filter->reader, out + DTAP_CONTAINER_HEADER,
				   size);
	filter->reader.messages = 0;
	return DTAP_CONTAINER_HEADER + size;
}

size_t
dtap_container_filter_next(struct dtap_container_filter *filter,
			   uint8_t *packet, uint8_t *out, size_t room,
			   bool *lacked)
{
	struct output output = {.data = out,
				.size = DTAP_CONTAINER_HEADER,
				.room = room,
				.split = filter->split};

	while (filter->message_left > 0 || next_message(filter, &output)) {
		if (filter->message_left > 0 &&
		    !take_piece(filter, packet, &output, lacked))
			break;
		if (filter->split && output.messages > 0)
			break;
	}
	if (output.messages == 0)
		return filter->broken ? write_rest(filter, out, room) : 0;
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, output.messages);
	return output.size;
}

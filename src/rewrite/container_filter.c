/* SPDX-License-Identifier: MIT */
#include "rewrite/container_filter.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#include "format/frame_joiner.h"
#include "rewrite/scrub.h"

struct dtap_container_filter {
	struct dtap_filter filter;
	bool filters; /* only right frames pass */
	bool chooses; /* ... that the filter wants */
	bool split;
	unsigned scrub;
	uint8_t *scrubbed; /* the frame that was changed */
	struct dtap_scrub_counts counts;
	struct dtap_frame_joiner joiner;

	/* Where it is in the current container. */
	struct dtap_container_reader reader;
	int32_t token;
	size_t message_left;
	struct dtap_frame passed; /* not written yet; its size is 0: none */
	bool goes_on;             /* it has no flag: the rest follows */
	bool broken;              /* what is left are no messages */
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
dtap_container_filter_new(const struct dtap_container_choice *choice)
{
	struct dtap_container_filter *made = calloc(1, sizeof *made);

	if (made == NULL)
		return NULL;
	made->chooses = choice->filter != NULL;
	made->filters = made->chooses || choice->scrub != 0;
	made->split = choice->split;
	made->scrub = choice->scrub;
	if (made->chooses)
		made->filter = *choice->filter;
	if (made->scrub != 0)
		made->scrubbed = malloc(DTAP_FILTER_FRAME);
	if (made->scrub != 0 && made->scrubbed == NULL) {
		free(made);
		return NULL;
	}
	made->joiner.most = made->joiner.most_all = DTAP_FILTER_FRAME - 1;
	return made;
}

bool
dtap_container_filter_drops(struct dtap_container_filter *filter)
{
	if (filter == NULL || filter->scrub == 0)
		return false;
	filter->counts.dropped++;
	return true;
}

uint64_t
dtap_container_filter_lost(struct dtap_container_filter *filter)
{
	uint64_t lost;

	for (size_t i = 0; i < DTAP_JOINER_MODEMS; i++)
		if (filter->joiner.cuts[i].size > 0)
			dtap_container_filter_drops(filter);
	dtap_frame_joiner_forget(&filter->joiner);
	lost = filter->filters ? 0 : filter->joiner.lost;
	filter->joiner.lost = 0;
	return lost;
}

void
dtap_container_filter_free(struct dtap_container_filter *filter)
{
	if (filter == NULL)
		return;
	dtap_container_filter_lost(filter);
	free(filter->scrubbed);
	free(filter);
}

struct dtap_scrub_counts
dtap_container_filter_scrubbed(const struct dtap_container_filter *filter)
{
	return filter->counts;
}

/* A packet that the filter wants.  It is changed, and so is its frame. */
static bool
scrub(struct dtap_container_filter *filter, uint8_t *packet, size_t length,
      struct dtap_frame *frame)
{
	switch (dtap_scrub(packet, length, filter->scrub)) {
	case DTAP_SCRUBBED_DROPPED:
		dtap_container_filter_drops(filter);
		return false;
	case DTAP_SCRUBBED_CHANGED:
		filter->counts.changed++;
		frame->size =
			dtap_hdlc_encode(filter->scrubbed, packet, length) - 1;
		frame->data = filter->scrubbed;
		return true;
	default:
		return true;
	}
}

/* With a filter the CRC must be right. */
static bool
passes(struct dtap_container_filter *filter, uint8_t *packet,
       struct dtap_frame *frame)
{
	size_t length;

	if (!filter->filters)
		return true;
	if (frame->size >= DTAP_FILTER_FRAME ||
	    !dtap_hdlc_decode(packet, &length, frame->data, frame->size) ||
	    length > 65536 + 32) {
		dtap_container_filter_drops(filter);
		return false;
	}
	if (filter->chooses &&
	    !dtap_filter_passes(&filter->filter, packet, length))
		return false;
	return filter->scrub == 0 || scrub(filter, packet, length, frame);
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
 * Writes a frame with its flag, or bytes of one without.  False: the container
 * has frames, and this one does not fit behind them.
 */
static bool
write_frame(struct output *out, const struct dtap_frame *frame, bool goes_on)
{
	size_t head = out->length_at > 0 ? 0 : frame->token <= 0 ? 8 : 4;
	size_t size = frame->size + !goes_on;
	uint8_t *length;

	if (out->messages > 0 &&
	    (out->split || out->size + head + size > out->room))
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
	filter->broken = false;
	if (dtap_container_reader_begin(&filter->reader))
		return;
	dtap_container_filter_drops(filter);
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
	struct dtap_container_reader before = filter->reader;

	out->length_at = 0;
	if (!filter->broken &&
	    dtap_container_reader_next_message(&filter->reader, &filter->token,
					       &filter->message_left))
		return true;
	filter->broken = true;
	filter->reader = before;
	if (!filter->filters)
		return false;
	if (before.left > 0)
		dtap_container_filter_drops(filter);
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
 * Nothing is left out: what would be too long for the joiner comes in messages
 * that go on.  True: the piece, or what there is of its frame, has passed so.
 * A piece of which a part fits is cut.
 */
static bool
pass_on(struct dtap_container_filter *filter, struct dtap_frame_piece *piece)
{
	size_t held, room = dtap_frame_joiner_room(&filter->joiner,
						   piece->token, &held);

	if ((piece->ends && held == 0) || piece->size <= room)
		return false;
	if (room > 0) {
		piece->size = room;
		piece->ends = false;
		return false;
	}
	filter->goes_on = true;
	if (held > 0) {
		dtap_frame_joiner_take(&filter->joiner, piece->token,
				       &filter->passed);
		return true;
	}
	filter->passed = (struct dtap_frame){piece->data, piece->size,
					     piece->token, piece->message};
	pass_over(filter, piece->size);
	return true;
}

/* Adds a piece to its frame, which passes, does not, or is not whole yet. */
static void
take_piece(struct dtap_container_filter *filter, uint8_t *packet,
	   const struct dtap_frame_piece *piece, bool *lacked)
{
	struct dtap_frame frame;
	int given = dtap_frame_joiner_add(&filter->joiner, piece, &frame);

	pass_over(filter, piece->size + piece->ends);
	if (given < 0)
		*lacked = true;
	if (piece->ends && filter->joiner.ended != NULL &&
	    filter->joiner.ended->skipped)
		dtap_container_filter_drops(filter);
	if (given > 0 && passes(filter, packet, &frame))
		filter->passed = frame;
	else
		dtap_frame_joiner_release(&filter->joiner);
}

/* Takes the bytes up to the next flag, or all that are in one piece. */
static void
take_bytes(struct dtap_container_filter *filter, uint8_t *packet, bool *lacked)
{
	size_t most = filter->message_left < DTAP_FILTER_FRAME
			      ? filter->message_left
			      : DTAP_FILTER_FRAME;
	size_t size;
	const uint8_t *data =
		dtap_container_reader_peek(&filter->reader, most, &size);
	struct dtap_frame_piece piece =
		dtap_frame_piece_first(data, size, filter->token, 0);

	filter->goes_on = false;
	if (filter->filters || !pass_on(filter, &piece))
		take_piece(filter, packet, &piece, lacked);
}

/* False: the container is full. */
static bool
write_passed(struct dtap_container_filter *filter, struct output *out)
{
	if (filter->passed.size == 0)
		return true;
	if (!write_frame(out, &filter->passed, filter->goes_on))
		return false;
	filter->passed.size = 0;
	dtap_frame_joiner_release(&filter->joiner);
	return true;
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

	while (write_passed(filter, &output) &&
	       (filter->message_left > 0 || next_message(filter, &output)))
		if (filter->message_left > 0)
			take_bytes(filter, packet, lacked);
	if (output.messages == 0)
		return filter->broken ? write_rest(filter, out, room) : 0;
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, output.messages);
	return output.size;
}

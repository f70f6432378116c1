/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <inttypes.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#define DEINIT_SIZE       4
#define HDLC_SUPPORT_SIZE 5

/*
 * The limits of a data container that is recognised by its look.  The driver's
 * largest buffer is 65539 bytes, its tokens count down from 0, and it passes no
 * empty message on.  Only the first messages are checked: then the work for
 * each byte of a hostile file is bounded.
 */
#define PLAUSIBLE_COUNT   4096
#define PLAUSIBLE_MESSAGE 131072
#define PLAUSIBLE_TOKEN   (-64)
#define CHECKED_MESSAGES  8

static enum dtap_split_result
whole(struct dtap_split *split, size_t size)
{
	split->bytes = split->size = size;
	return DTAP_SPLIT_WHOLE;
}

static enum dtap_split_result
too_large(struct dtap_split *split)
{
	return dtap_split_broken(split, 1,
				 "a container without end within %zu bytes",
				 DTAP_SPLIT_MAX);
}

static enum dtap_split_result
unfinished(struct dtap_split *split, const struct dtap_read_buffer *buffer)
{
	return dtap_split_cut_short(split, buffer, "container");
}

/*
 * The walk has stopped before a message that is not whole.  Returns the size
 * that the container would have with it, as far as its head is there; SIZE_MAX
 * for an impossible length.
 */
static size_t
claimed(const struct dtap_messages *walk)
{
	const uint8_t *at = walk->data + walk->at;
	size_t left = walk->size - walk->at, head = 4;
	int32_t length;

	if (left < 4)
		return walk->at + 4;
	length = (int32_t)dtap_get32(at);
	if (length <= 0) {
		head = 8;
		if (left < 8)
			return walk->at + 8;
		length = (int32_t)dtap_get32(at + 4);
	}
	return length < 0 ? SIZE_MAX : walk->at + head + (size_t)length;
}

static bool
is_plausible(const struct dtap_message *message)
{
	return message->token >= PLAUSIBLE_TOKEN && message->size > 0 &&
	       message->size <= PLAUSIBLE_MESSAGE;
}

static bool
ends_like_hdlc(const struct dtap_message *message)
{
	return message->size > 0 &&
	       message->data[message->size - 1] == DTAP_HDLC_FLAG;
}

/* Whether the walk, which stopped before its end, can reach one. */
static bool
may_go_on(const struct dtap_messages *walk)
{
	const uint8_t *at = walk->data + walk->at;

	if (claimed(walk) > walk->at + 8 + PLAUSIBLE_MESSAGE)
		return false;
	return walk->size - walk->at < 4 ||
	       (int32_t)dtap_get32(at) >= PLAUSIBLE_TOKEN;
}

/* After a whole data container: the end, or a type that a driver writes. */
static enum dtap_split_result
check_rest(const uint8_t *rest, size_t size, bool ended)
{
	if (size == 0 && ended)
		return DTAP_SPLIT_WHOLE;
	if (size < 4)
		return ended ? DTAP_SPLIT_BROKEN : DTAP_SPLIT_MORE;
	return dtap_container_type_known(dtap_get32(rest)) ? DTAP_SPLIT_WHOLE
							   : DTAP_SPLIT_BROKEN;
}

/*
 * Whether a data container begins here.  One that the end of the input cuts is
 * accepted if its first message is whole and ends like HDLC.
 */
static enum dtap_split_result
check_data(const uint8_t *data, size_t size, bool ended)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	struct dtap_message message;
	bool hdlc = false;
	unsigned checked = 0;

	if (walk.left == 0 || walk.left > PLAUSIBLE_COUNT)
		return DTAP_SPLIT_BROKEN;
	while (checked < CHECKED_MESSAGES &&
	       dtap_messages_next(&walk, &message)) {
		if (!is_plausible(&message))
			return DTAP_SPLIT_BROKEN;
		if (checked++ == 0)
			hdlc = ends_like_hdlc(&message);
	}
	if (walk.left > 0 && checked < CHECKED_MESSAGES) {
		if (!may_go_on(&walk))
			return DTAP_SPLIT_BROKEN;
		if (!ended)
			return DTAP_SPLIT_MORE;
	}
	if (hdlc)
		return DTAP_SPLIT_WHOLE;
	if (walk.left > 0)
		return DTAP_SPLIT_BROKEN;
	return check_rest(data + walk.at, size - walk.at, ended);
}

enum dtap_split_result
dtap_split_container_at(const struct dtap_read_buffer *buffer, size_t at)
{
	static const uint8_t type[] = {DTAP_DATA, 0, 0, 0};
	const uint8_t *data = buffer->data + at;
	size_t size = buffer->size - at;
	size_t seen = size < sizeof type ? size : sizeof type;

	if (memcmp(data, type, seen) != 0)
		return DTAP_SPLIT_BROKEN;
	if (size < DTAP_CONTAINER_HEADER)
		return buffer->ended ? DTAP_SPLIT_BROKEN : DTAP_SPLIT_MORE;
	return check_data(data, size, buffer->ended);
}

/*
 * The next data container from split->searched on and before limit: WHOLE, it
 * begins at split->searched; MORE, one may begin there; BROKEN, there is none.
 */
static enum dtap_split_result
find_data(struct dtap_split *split, const struct dtap_read_buffer *buffer,
	  size_t limit)
{
	while (split->searched < limit) {
		const uint8_t *found =
			memchr(buffer->data + split->searched, DTAP_DATA,
			       limit - split->searched);
		enum dtap_split_result result;

		if (found == NULL)
			break;
		split->searched = (size_t)(found - buffer->data);
		result = dtap_split_container_at(buffer, split->searched);
		if (result != DTAP_SPLIT_BROKEN)
			return result;
		split->searched++;
	}
	split->searched = limit;
	return DTAP_SPLIT_BROKEN;
}

/* By its own lengths the data container ends at `end`. */
static enum dtap_split_result
check_end(struct dtap_split *split, const struct dtap_read_buffer *buffer,
	  size_t end)
{
	enum dtap_split_result rest;

	if (!split->unframed)
		return whole(split, end);
	rest = check_rest(buffer->data + end, buffer->size - end,
			  buffer->ended);
	if (rest == DTAP_SPLIT_BROKEN) {
		if (split->searched == 0)
			split->searched = 1;
		rest = find_data(split, buffer, end);
		if (rest == DTAP_SPLIT_WHOLE)
			return dtap_split_broken(
				split, 1, "a container with a wrong length");
		if (rest == DTAP_SPLIT_BROKEN)
			return whole(split, end);
	}
	whole(split, end);
	split->ready = rest == DTAP_SPLIT_MORE;
	return rest;
}

static enum dtap_split_result
split_data(struct dtap_split *split, const struct dtap_read_buffer *buffer)
{
	struct dtap_messages walk;
	struct dtap_message message;

	if (buffer->size < DTAP_CONTAINER_HEADER)
		return unfinished(split, buffer);
	walk = dtap_messages_of(buffer->data, buffer->size);
	if (walk.left > DTAP_SPLIT_MAX / 4)
		return too_large(split);
	if (split->seen) {
		walk.at = split->at;
		walk.left = split->left;
	}
	while (dtap_messages_next(&walk, &message) && walk.at <= DTAP_SPLIT_MAX)
		split->unframed = split->unframed || !ends_like_hdlc(&message);
	split->seen = true;
	split->at = walk.at;
	split->left = walk.left;
	if (walk.left == 0 && walk.at <= DTAP_SPLIT_MAX)
		return check_end(split, buffer, walk.at);
	if (claimed(&walk) > DTAP_SPLIT_MAX)
		return too_large(split);
	return unfinished(split, buffer);
}

static enum dtap_split_result
split_notice(struct dtap_split *split, const struct dtap_read_buffer *buffer)
{
	size_t most = buffer->size < DTAP_SPLIT_MAX + 1 ? buffer->size
							: DTAP_SPLIT_MAX + 1;
	enum dtap_split_result found;

	if (split->searched < 4)
		split->searched = 4;
	found = find_data(split, buffer, most);
	if (found == DTAP_SPLIT_WHOLE)
		return whole(split, split->searched);
	if (split->searched > DTAP_SPLIT_MAX)
		return too_large(split);
	return buffer->ended ? whole(split, buffer->size) : DTAP_SPLIT_MORE;
}

static enum dtap_split_result
split_container(struct dtap_split *split, const struct dtap_split_input *in)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	uint32_t type = dtap_container_type(buffer->data, buffer->size);

	if (buffer->size < 4)
		return unfinished(split, buffer);
	if (!dtap_container_type_known(type))
		return dtap_split_broken(
			split, 1, "no container (type 0x%08" PRIx32 ")", type);
	if (type == DTAP_DATA)
		return split_data(split, buffer);
	if (type == DTAP_DEINIT)
		return whole(split, DEINIT_SIZE);
	if (type != DTAP_HDLC_SUPPORT)
		return split_notice(split, buffer);
	if (buffer->size < HDLC_SUPPORT_SIZE)
		return unfinished(split, buffer);
	return whole(split, HDLC_SUPPORT_SIZE);
}

static enum dtap_split_result
resync(struct dtap_split *split, const struct dtap_split_input *in)
{
	enum dtap_split_result found =
		find_data(split, in->buffer, in->buffer->size);

	split->bytes = split->searched;
	if (found == DTAP_SPLIT_BROKEN && !in->buffer->ended)
		return DTAP_SPLIT_MORE;
	return found;
}

static void
write_container(const struct dtap_split *split,
		const struct dtap_split_input *in, uint8_t *out)
{
	memcpy(out, in->buffer->data, split->size);
}

const struct dtap_split_format dtap_split_containers = {
	.split = split_container,
	.resync = resync,
	.write = write_container,
};

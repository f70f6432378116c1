/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#define DEINIT_SIZE       4
#define HDLC_SUPPORT_SIZE 5

/*
 * What a data container behind a notice is believed to have at most.  The
 * driver's largest buffer is 65539 bytes, its tokens count down from 0, and it
 * passes no empty message on.
 */
#define PLAUSIBLE_COUNT   4096
#define PLAUSIBLE_MESSAGE 131072
#define PLAUSIBLE_TOKEN   (-64)

static enum dtap_split_result
whole(struct dtap_split *cut, size_t size)
{
	cut->bytes = cut->size = size;
	return DTAP_SPLIT_WHOLE;
}

static enum dtap_split_result
too_large(struct dtap_split *cut, const struct dtap_read_buffer *window)
{
	snprintf(cut->why, sizeof cut->why,
		 "the container at offset %" PRIu64
		 " has no end within %zu bytes",
		 window->offset, DTAP_SPLIT_MAX);
	return DTAP_SPLIT_BROKEN;
}

static enum dtap_split_result
unfinished(struct dtap_split *cut, const struct dtap_read_buffer *window)
{
	if (!window->ended)
		return DTAP_SPLIT_MORE;
	snprintf(cut->why, sizeof cut->why,
		 "cut short at offset %" PRIu64
		 ", inside the container that begins at %" PRIu64,
		 window->offset + window->size, window->offset);
	return DTAP_SPLIT_BROKEN;
}

/*
 * The walk has stopped before a message that is not whole.  The bytes that the
 * container would have with it, as far as its head is there; SIZE_MAX for a
 * length that is none.
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

static enum dtap_split_result
cut_data(struct dtap_split *cut, const struct dtap_read_buffer *window)
{
	struct dtap_messages walk;
	struct dtap_message message;

	if (window->size < DTAP_CONTAINER_HEADER)
		return unfinished(cut, window);
	walk = dtap_messages_of(window->data, window->size);
	if (walk.left > DTAP_SPLIT_MAX / 4)
		return too_large(cut, window);
	while (dtap_messages_next(&walk, &message) && walk.at <= DTAP_SPLIT_MAX)
		;
	if (walk.left == 0 && walk.at <= DTAP_SPLIT_MAX)
		return whole(cut, walk.at);
	if (claimed(&walk) > DTAP_SPLIT_MAX)
		return too_large(cut, window);
	return unfinished(cut, window);
}

static bool
plausible(const struct dtap_message *message)
{
	return message->token >= PLAUSIBLE_TOKEN && message->size > 0 &&
	       message->size <= PLAUSIBLE_MESSAGE;
}

/* Of a plausible message, which is not empty. */
static bool
ends_like_hdlc(const struct dtap_message *message)
{
	return message->data[message->size - 1] == DTAP_HDLC_FLAG;
}

/* Whether the walk, stopped before its end, may go on to one. */
static bool
may_go_on(const struct dtap_messages *walk)
{
	const uint8_t *at = walk->data + walk->at;
	size_t left = walk->size - walk->at;
	int32_t token;

	if (claimed(walk) > walk->at + 8 + PLAUSIBLE_MESSAGE)
		return false;
	if (left < 4)
		return true;
	token = (int32_t)dtap_get32(at);
	return token >= PLAUSIBLE_TOKEN;
}

/* Behind a whole data container: its end, or a type that a driver writes. */
static enum dtap_split_result
judge_rest(const uint8_t *rest, size_t size, bool ended)
{
	if (size == 0 && ended)
		return DTAP_SPLIT_WHOLE;
	if (size < 4)
		return ended ? DTAP_SPLIT_BROKEN : DTAP_SPLIT_MORE;
	return dtap_container_type_known(dtap_get32(rest)) ? DTAP_SPLIT_WHOLE
							   : DTAP_SPLIT_BROKEN;
}

/*
 * Whether a data container begins here, for bytes that only the look of it
 * tells from a notice's.  A cut one at the end of the input is believed if its
 * first message is whole and ends like HDLC.
 */
static enum dtap_split_result
judge_data(const uint8_t *data, size_t size, bool ended)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	struct dtap_message message;
	bool hdlc = false, first = true;

	if (walk.left == 0 || walk.left > PLAUSIBLE_COUNT)
		return DTAP_SPLIT_BROKEN;
	while (dtap_messages_next(&walk, &message)) {
		if (!plausible(&message) || walk.at > DTAP_SPLIT_MAX)
			return DTAP_SPLIT_BROKEN;
		hdlc = first ? ends_like_hdlc(&message) : hdlc;
		first = false;
	}
	if (walk.left > 0) {
		if (!may_go_on(&walk))
			return DTAP_SPLIT_BROKEN;
		if (!ended)
			return DTAP_SPLIT_MORE;
		return hdlc ? DTAP_SPLIT_WHOLE : DTAP_SPLIT_BROKEN;
	}
	if (hdlc)
		return DTAP_SPLIT_WHOLE;
	return judge_rest(data + walk.at, size - walk.at, ended);
}

/* The same where even its header may not be there yet. */
static enum dtap_split_result
judge(const uint8_t *data, size_t size, bool ended)
{
	static const uint8_t type[] = {DTAP_DATA, 0, 0, 0};
	size_t seen = size < sizeof type ? size : sizeof type;

	if (memcmp(data, type, seen) != 0)
		return DTAP_SPLIT_BROKEN;
	if (size < DTAP_CONTAINER_HEADER)
		return ended ? DTAP_SPLIT_BROKEN : DTAP_SPLIT_MORE;
	return judge_data(data, size, ended);
}

static enum dtap_split_result
cut_notice(struct dtap_split *cut, const struct dtap_read_buffer *window)
{
	size_t at = cut->searched < 4 ? 4 : cut->searched;

	for (; at < window->size && at <= DTAP_SPLIT_MAX; at++) {
		enum dtap_split_result found = judge(
			window->data + at, window->size - at, window->ended);

		if (found == DTAP_SPLIT_WHOLE)
			return whole(cut, at);
		if (found == DTAP_SPLIT_MORE)
			break;
	}
	cut->searched = at;
	if (at > DTAP_SPLIT_MAX)
		return too_large(cut, window);
	return window->ended ? whole(cut, window->size) : DTAP_SPLIT_MORE;
}

enum dtap_split_result
dtap_split_container(struct dtap_split *cut,
		     const struct dtap_read_buffer *window)
{
	uint32_t type = dtap_container_type(window->data, window->size);

	if (window->size < 4)
		return unfinished(cut, window);
	if (!dtap_container_type_known(type)) {
		snprintf(cut->why, sizeof cut->why,
			 "no container at offset %" PRIu64 " (type 0x%08" PRIx32
			 ")",
			 window->offset, type);
		return DTAP_SPLIT_BROKEN;
	}
	if (type == DTAP_DATA)
		return cut_data(cut, window);
	if (type == DTAP_DEINIT)
		return whole(cut, DEINIT_SIZE);
	if (type != DTAP_HDLC_SUPPORT)
		return cut_notice(cut, window);
	if (window->size < HDLC_SUPPORT_SIZE)
		return unfinished(cut, window);
	return whole(cut, HDLC_SUPPORT_SIZE);
}

/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "sources/file/frame_check.h"

#define GROUP_FRAMES 64
#define GROUP_BYTES  16384
#define GROUP_US     10000

/*
 * The first frame with all flags before it.  0: there is no whole one.  At the
 * end of the input flags alone are one, so that they are kept too.
 */
static size_t
span(const uint8_t *data, size_t size, bool ended)
{
	const uint8_t *flag;
	size_t begin = 0;

	while (begin < size && data[begin] == DTAP_HDLC_FLAG)
		begin++;
	if (begin == size)
		return ended ? size : 0;
	flag = memchr(data + begin, DTAP_HDLC_FLAG, size - begin);
	return flag ? (size_t)(flag - data) + 1 : 0;
}

/* A group of frames in the making. */
struct group {
	const struct dtap_read_buffer *window;
	struct dtap_split *cut;
	bool live;
	uint8_t *scratch;
};

/* Lets a frame of size bytes in.  False: the group ends before it. */
static bool
admit(struct group *group, size_t size)
{
	struct dtap_split *cut = group->cut;
	size_t most = group->live ? DTAP_FRAME_MAX : GROUP_BYTES;
	struct dtap_frame_check frame;

	if (cut->frames > 0 && (cut->bytes > most || size > most - cut->bytes))
		return false;
	if (!group->live && cut->frames == GROUP_FRAMES)
		return false;
	frame = dtap_frame_check(group->window->data + cut->bytes, size,
				 group->scratch);
	if (frame.timed && !cut->timed) {
		cut->timed = true;
		cut->unix_us = frame.unix_us;
	}
	if (!group->live && frame.timed &&
	    llabs(frame.unix_us - cut->unix_us) > GROUP_US)
		return false;
	cut->wrong += !frame.right && !frame.empty;
	cut->bytes += size;
	cut->frames++;
	return true;
}

static enum dtap_split_result
too_long(struct dtap_split *cut, const struct dtap_read_buffer *window)
{
	snprintf(cut->why, sizeof cut->why,
		 "the frame at offset %" PRIu64
		 " has no end within %zu bytes: not DIAG",
		 window->offset, DTAP_FRAME_MAX);
	return DTAP_SPLIT_BROKEN;
}

static enum dtap_split_result
cut_short(struct dtap_split *cut, const struct dtap_read_buffer *window)
{
	snprintf(cut->why, sizeof cut->why,
		 "cut short at offset %" PRIu64
		 ", inside the frame that begins at %" PRIu64,
		 window->offset + window->size, window->offset);
	return DTAP_SPLIT_BROKEN;
}

enum dtap_split_result
dtap_split_hdlc(struct dtap_split *cut, const struct dtap_read_buffer *window,
		bool live, uint8_t *scratch)
{
	struct group group = {window, cut, live, scratch};
	bool full = live || window->ended, endless;
	size_t size, left;

	cut->bytes = cut->frames = cut->wrong = 0;
	cut->timed = false;
	for (;;) {
		left = window->size - cut->bytes;
		size = span(window->data + cut->bytes, left, window->ended);
		endless = (size ? size : left) > DTAP_FRAME_MAX;
		if (size == 0 && !endless)
			break;
		if (endless || !admit(&group, size)) {
			full = true;
			break;
		}
	}
	if (cut->frames > 0) {
		cut->size = DTAP_CONTAINER_HEADER + 4 * (size_t)cut->frames +
			    cut->bytes;
		return full ? DTAP_SPLIT_WHOLE : DTAP_SPLIT_MORE;
	}
	if (endless)
		return too_long(cut, window);
	return window->ended ? cut_short(cut, window) : DTAP_SPLIT_MORE;
}

enum dtap_split_result
dtap_split_is_hdlc(struct dtap_split *cut,
		   const struct dtap_read_buffer *window, uint8_t *scratch)
{
	bool all = window->size >= DTAP_FRAME_MAX;
	size_t most = all ? DTAP_FRAME_MAX : window->size;
	size_t at = 0, size;

	while ((size = span(window->data + at, most - at, false)) > 0) {
		if (dtap_frame_check(window->data + at, size, scratch).right)
			return DTAP_SPLIT_WHOLE;
		at += size;
	}
	if (!all && !window->ended)
		return DTAP_SPLIT_MORE;
	snprintf(cut->why, sizeof cut->why,
		 "neither a container stream nor HDLC frames (no frame with a "
		 "right CRC in the first %zu bytes)",
		 most);
	return DTAP_SPLIT_BROKEN;
}

void
dtap_split_hdlc_wrap(const struct dtap_split *cut,
		     const struct dtap_read_buffer *window, uint8_t *out)
{
	const uint8_t *data = window->data;
	size_t left = cut->bytes;

	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, cut->frames);
	out += DTAP_CONTAINER_HEADER;
	for (uint32_t i = 0; i < cut->frames; i++) {
		size_t size = span(data, left, true);

		dtap_put32(out, (uint32_t)size);
		memcpy(out + 4, data, size);
		out += 4 + size;
		data += size;
		left -= size;
	}
}

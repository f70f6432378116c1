/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "sources/file/frame_check.h"

#define GROUP_FRAMES 64
#define GROUP_BYTES  16384
#define GROUP_US     10000

/* Where the flags that begin at an offset end. */
static size_t
skip_flags(const uint8_t *data, size_t at, size_t size)
{
	while (at < size && data[at] == DTAP_HDLC_FLAG)
		at++;
	return at;
}

/*
 * Bytes of the frame at an offset, with all flags before it.  0: it is not
 * whole.  At the end of the input flags alone are one, so that they are kept
 * too.
 */
static size_t
frame_span(const uint8_t *data, size_t size, bool ended)
{
	size_t begin = skip_flags(data, 0, size);
	const uint8_t *flag;

	if (begin == size)
		return ended ? size : 0;
	flag = memchr(data + begin, DTAP_HDLC_FLAG, size - begin);
	return flag != NULL ? (size_t)(flag - data) + 1 : 0;
}

size_t
dtap_split_frame_at(const struct dtap_read_buffer *buffer, size_t at)
{
	return frame_span(buffer->data + at, buffer->size - at, false);
}

/* The same for the next frame of a group; goes on where the last call ended. */
static size_t
next_span(struct dtap_split *split, const struct dtap_read_buffer *buffer)
{
	const uint8_t *data = buffer->data, *flag;

	if (split->at < split->bytes)
		split->at = split->bytes;
	split->at = skip_flags(data, split->at, buffer->size);
	if (split->at == buffer->size)
		return buffer->ended ? buffer->size - split->bytes : 0;
	if (split->searched < split->at)
		split->searched = split->at;
	flag = memchr(data + split->searched, DTAP_HDLC_FLAG,
		      buffer->size - split->searched);
	split->searched = flag != NULL ? (size_t)(flag - data) : buffer->size;
	return flag != NULL ? split->searched + 1 - split->bytes : 0;
}

/* Adds a frame of size bytes to the group.  False: the group ends before it. */
static bool
add_frame(struct dtap_split *split, const struct dtap_split_input *in,
	  size_t size)
{
	struct dtap_frame_check frame;

	if (split->frames > 0 &&
	    (split->bytes > GROUP_BYTES || size > GROUP_BYTES - split->bytes))
		return false;
	if (split->frames == GROUP_FRAMES)
		return false;
	frame = dtap_frame_check(in->buffer->data + split->bytes, size,
				 in->scratch);
	if (frame.timed && !split->timed) {
		split->timed = true;
		split->unix_us = frame.unix_us;
	}
	if (frame.timed && llabs(frame.unix_us - split->unix_us) > GROUP_US)
		return false;
	split->wrong += !frame.right && !frame.empty;
	split->bytes += size;
	split->frames++;
	return true;
}

/* No whole frame is left: the group ends with the buffer, or may go on. */
static enum dtap_split_result
pause_group(struct dtap_split *split, const struct dtap_read_buffer *buffer)
{
	if (split->frames == 0) {
		enum dtap_split_result result =
			dtap_split_cut_short(split, buffer, "frame");

		split->bytes = buffer->ended ? buffer->size : 0;
		return result;
	}
	split->ready = !buffer->ended;
	return buffer->ended ? DTAP_SPLIT_WHOLE : DTAP_SPLIT_MORE;
}

static enum dtap_split_result
split_frames(struct dtap_split *split, const struct dtap_split_input *in)
{
	size_t size, left;
	bool endless;

	do {
		size = next_span(split, in->buffer);
		left = in->buffer->size - split->bytes;
		endless = (size > 0 ? size : left) > DTAP_FRAME_MAX;
	} while (size > 0 && !endless && add_frame(split, in, size));
	if (endless && split->frames == 0)
		return dtap_split_broken(split, DTAP_FRAME_MAX,
					 "a frame without end within %zu bytes",
					 DTAP_FRAME_MAX);
	split->size = DTAP_CONTAINER_HEADER + 4 * (size_t)split->frames +
		      split->bytes;
	if (size > 0 || endless)
		return DTAP_SPLIT_WHOLE;
	return pause_group(split, in->buffer);
}

static enum dtap_split_result
resync(struct dtap_split *split, const struct dtap_split_input *in)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	const uint8_t *flag = NULL;

	if (buffer->size > 0)
		flag = memchr(buffer->data, DTAP_HDLC_FLAG, buffer->size);
	split->bytes = buffer->size;
	if (flag == NULL)
		return buffer->ended ? DTAP_SPLIT_BROKEN : DTAP_SPLIT_MORE;
	split->bytes = (size_t)(flag - buffer->data) + 1;
	return DTAP_SPLIT_WHOLE;
}

static void
write_frames(const struct dtap_split *split, const struct dtap_split_input *in,
	     uint8_t *out)
{
	const uint8_t *data = in->buffer->data;
	size_t left = split->bytes;

	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, split->frames);
	out += DTAP_CONTAINER_HEADER;
	for (uint32_t i = 0; i < split->frames; i++) {
		size_t size = frame_span(data, left, true);

		dtap_put32(out, (uint32_t)size);
		memcpy(out + 4, data, size);
		out += 4 + size;
		data += size;
		left -= size;
	}
}

const struct dtap_split_format dtap_split_hdlc = {
	.split = split_frames,
	.resync = resync,
	.write = write_frames,
};

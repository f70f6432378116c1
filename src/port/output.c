/* SPDX-License-Identifier: MIT */
#include "port/output.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

/* A container stands in a queue behind its size. */
#define SIZE_WORD 4
#define HEAD      (SIZE_WORD + DTAP_CONTAINER_HEADER)

void
dtap_output_clear(struct dtap_output *output)
{
	dtap_fifo_clear(&output->urgent);
	dtap_fifo_clear(&output->traffic);
	output->rest = output->open = 0;
}

static void
lose(struct dtap_output *output, uint64_t frames, uint64_t bytes)
{
	output->lost_frames += frames;
	output->lost_bytes += bytes;
}

/* Room for a container of `size` bytes at the end of a queue. */
static uint8_t *
begin_container(struct dtap_fifo *queue, size_t size)
{
	uint8_t *at = dtap_fifo_add(queue, SIZE_WORD + size);

	if (at != NULL)
		dtap_put32(at, (uint32_t)size);
	return at;
}

static bool
is_full(const struct dtap_output *output)
{
	return dtap_fifo_size(&output->urgent) - output->rest >
	       DTAP_OUTPUT_REPLIES;
}

static bool
reply_container(struct dtap_output *output, const uint8_t *packet, size_t size)
{
	size_t room = DTAP_HDLC_ROOM(size), frame;
	uint8_t *at = begin_container(&output->urgent,
				      DTAP_CONTAINER_HEADER + 4 + room);

	if (at == NULL)
		return false;
	frame = dtap_hdlc_encode(at + HEAD + 4, packet, size);
	dtap_put32(at, (uint32_t)(DTAP_CONTAINER_HEADER + 4 + frame));
	dtap_put32(at + SIZE_WORD, DTAP_DATA);
	dtap_put32(at + SIZE_WORD + 4, 1);
	dtap_put32(at + HEAD, (uint32_t)frame);
	output->urgent.end -= room - frame;
	return true;
}

bool
dtap_output_reply(struct dtap_output *output, const uint8_t *packet,
		  size_t size)
{
	uint8_t *at;

	if (output->containers)
		return reply_container(output, packet, size) &&
		       !is_full(output);
	at = dtap_fifo_add(&output->urgent, DTAP_HDLC_ROOM(size));
	if (at == NULL)
		return false;
	output->urgent.end -=
		DTAP_HDLC_ROOM(size) - dtap_hdlc_encode(at, packet, size);
	return !is_full(output);
}

bool
dtap_output_notice(struct dtap_output *output, const uint8_t *data, size_t size)
{
	uint8_t *at = begin_container(&output->urgent, size);

	if (at == NULL)
		return false;
	memcpy(at + SIZE_WORD, data, size);
	return !is_full(output);
}

/* Frames in a container of ours, and the bytes of these. */
static uint32_t
frames_of(const uint8_t *container, size_t size, size_t *bytes)
{
	uint32_t frames = dtap_get32(container + 4);

	*bytes = size - DTAP_CONTAINER_HEADER - 4 * (size_t)frames;
	return frames;
}

static void
drop_oldest(struct dtap_output *output)
{
	uint8_t *data = dtap_fifo_data(&output->traffic);
	size_t size = dtap_fifo_size(&output->traffic), bytes;

	if (output->containers) {
		uint32_t frames;

		size = SIZE_WORD + dtap_get32(data);
		frames = frames_of(data + SIZE_WORD, size - SIZE_WORD, &bytes);
		lose(output, frames, bytes);
		if (size == dtap_fifo_size(&output->traffic))
			output->open = 0;
	} else {
		const uint8_t *flag = memchr(data, DTAP_HDLC_FLAG, size);

		size = (size_t)(flag - data) + 1;
		lose(output, 1, size);
	}
	dtap_fifo_take(&output->traffic, size);
}

/* The container that is filled, with room for a frame; NULL: ENOMEM. */
static uint8_t *
open_container(struct dtap_output *output, size_t size)
{
	uint8_t *at;

	if (output->open > 0 && output->open + 4 + size > DTAP_OUTPUT_CONTAINER)
		output->open = 0;
	if (output->open == 0) {
		at = begin_container(&output->traffic, DTAP_CONTAINER_HEADER);
		if (at == NULL)
			return NULL;
		dtap_put32(at + SIZE_WORD, DTAP_DATA);
		dtap_put32(at + SIZE_WORD + 4, 0);
		output->open = DTAP_CONTAINER_HEADER;
	}
	return dtap_fifo_add(&output->traffic, 4 + size);
}

static bool
add_message(struct dtap_output *output, const uint8_t *frame, size_t size)
{
	uint8_t *at = open_container(output, size), *container;

	if (at == NULL)
		return false;
	dtap_put32(at, (uint32_t)size);
	memcpy(at + 4, frame, size);
	container = at - output->open;
	output->open += 4 + size;
	dtap_put32(container - SIZE_WORD, (uint32_t)output->open);
	dtap_put32(container + 4, dtap_get32(container + 4) + 1);
	return true;
}

static bool
add_frame(struct dtap_output *output, const uint8_t *frame, size_t size)
{
	uint8_t *at;

	if (output->containers)
		return size + DTAP_CONTAINER_HEADER + 4 <=
			       DTAP_OUTPUT_CONTAINER &&
		       add_message(output, frame, size);
	at = dtap_fifo_add(&output->traffic, size);
	if (at != NULL)
		memcpy(at, frame, size);
	return at != NULL;
}

void
dtap_output_frame(struct dtap_output *output, const uint8_t *frame, size_t size,
		  bool may_grow)
{
	while (!may_grow && dtap_fifo_size(&output->traffic) > 0 &&
	       dtap_fifo_size(&output->traffic) + size > DTAP_OUTPUT_TRAFFIC)
		drop_oldest(output);
	if (!add_frame(output, frame, size))
		lose(output, 1, size);
}

const uint8_t *
dtap_output_next(struct dtap_output *output, bool held, size_t *size)
{
	const struct dtap_fifo *queue = &output->urgent;
	const uint8_t *data;

	output->is_first = dtap_fifo_size(queue) > 0;
	if (!output->is_first)
		queue = &output->traffic;
	*size = dtap_fifo_size(queue);
	if (*size == 0 || (held && !output->is_first))
		return NULL;
	data = dtap_fifo_data(queue);
	if (!output->containers)
		return data;
	*size = dtap_get32(data);
	return data + SIZE_WORD;
}

/* Whole frames of HDLC, by their flags. */
static void
count_frames(struct dtap_output *output, const uint8_t *data, size_t sent)
{
	const uint8_t *end = data + sent, *at = data, *flag;

	output->bytes += sent;
	while ((flag = memchr(at, DTAP_HDLC_FLAG, (size_t)(end - at))) !=
	       NULL) {
		output->frames++;
		at = flag + 1;
	}
}

/* The rest of a frame that was sent in part goes before all replies. */
static void
save_rest(struct dtap_output *output)
{
	const uint8_t *data = dtap_fifo_data(&output->traffic);
	const uint8_t *flag =
		memchr(data, DTAP_HDLC_FLAG, dtap_fifo_size(&output->traffic));
	size_t size = (size_t)(flag - data) + 1;
	uint8_t *at = dtap_fifo_add(&output->urgent, size);

	/* Without memory the client gets a frame with a wrong CRC. */
	if (at == NULL) {
		lose(output, 1, size);
	} else {
		memcpy(at, data, size);
		output->rest = size;
		output->frames++;
		output->bytes += size;
	}
	dtap_fifo_take(&output->traffic, size);
}

static void
traffic_sent(struct dtap_output *output, size_t size)
{
	const uint8_t *data = dtap_fifo_data(&output->traffic);
	bool cut = size > 0 && data[size - 1] != DTAP_HDLC_FLAG;

	count_frames(output, data, size);
	dtap_fifo_take(&output->traffic, size);
	if (cut)
		save_rest(output);
}

static void
container_sent(struct dtap_output *output)
{
	const uint8_t *data = dtap_fifo_data(&output->traffic);
	size_t size = dtap_get32(data), bytes;

	output->frames += frames_of(data + SIZE_WORD, size, &bytes);
	output->bytes += bytes;
	if (SIZE_WORD + size == dtap_fifo_size(&output->traffic))
		output->open = 0;
	dtap_fifo_take(&output->traffic, SIZE_WORD + size);
}

void
dtap_output_sent(struct dtap_output *output, size_t size)
{
	if (size == 0)
		return;
	if (!output->is_first) {
		if (output->containers)
			container_sent(output);
		else
			traffic_sent(output, size);
		return;
	}
	dtap_fifo_take(&output->urgent,
		       size + (output->containers ? SIZE_WORD : 0));
	output->rest -= size < output->rest ? size : output->rest;
}

size_t
dtap_output_waiting(const struct dtap_output *output)
{
	return dtap_fifo_size(&output->traffic);
}

/* SPDX-License-Identifier: MIT */
#include "streams/rewrite.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/frames.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#include "format/chunk.h"
#include "streams/trim.h"

/* Bytes that grow; size 0 keeps the memory. */
struct bytes {
	uint8_t *data;
	size_t size, room;
};

struct dtap_rewrite {
	struct dtap_filter filter;
	struct dtap_frames *frames; /* NULL: no packet is filtered */
	uint32_t snaplen;
	bool bare;
	struct bytes out;     /* room for a chunk's head, records, its tail */
	struct bytes joined;  /* a container of parts */
	struct bytes written; /* a container of what is left */
	struct bytes packet;
	struct iovec iov;
};

static bool
reserve(struct bytes *bytes, size_t more)
{
	size_t room = bytes->room > 0 ? bytes->room : 4096;
	uint8_t *data;

	while (room - bytes->size < more)
		room *= 2;
	if (room == bytes->room)
		return true;
	data = realloc(bytes->data, room);
	if (data == NULL)
		return false;
	bytes->data = data;
	bytes->room = room;
	return true;
}

static bool
add(struct bytes *bytes, const void *data, size_t size)
{
	if (!reserve(bytes, size))
		return false;
	if (size > 0)
		memcpy(bytes->data + bytes->size, data, size);
	bytes->size += size;
	return true;
}

struct dtap_rewrite *
dtap_rewrite_new(const struct dtap_rewrite_options *options)
{
	struct dtap_rewrite *rewrite = calloc(1, sizeof *rewrite);

	if (rewrite == NULL)
		return NULL;
	rewrite->snaplen = options->snaplen;
	rewrite->bare = options->bare;
	if (options->filter == NULL)
		return rewrite;
	rewrite->filter = *options->filter;
	rewrite->frames = dtap_frames_new();
	if (rewrite->frames == NULL) {
		free(rewrite);
		return NULL;
	}
	return rewrite;
}

void
dtap_rewrite_free(struct dtap_rewrite *rewrite)
{
	if (rewrite == NULL)
		return;
	dtap_frames_free(rewrite->frames);
	free(rewrite->out.data);
	free(rewrite->joined.data);
	free(rewrite->written.data);
	free(rewrite->packet.data);
	free(rewrite);
}

void
dtap_rewrite_lost(struct dtap_rewrite *rewrite)
{
	if (rewrite->frames != NULL)
		dtap_frames_forget(rewrite->frames);
}

/* The message that a container of what is left ends with. */
struct last_message {
	uint32_t number; /* in the container that came */
	uint32_t count;  /* messages written, this one included */
	size_t begin;    /* of its frames, in `written` */
};

static bool
begin_message(struct dtap_rewrite *rewrite, struct last_message *last,
	      const struct dtap_frame *frame)
{
	uint8_t head[8] = {0};
	size_t size = 4;

	if (frame->token <= 0) {
		dtap_put32(head, (uint32_t)frame->token);
		size += 4;
	}
	if (!add(&rewrite->written, head, size))
		return false;
	last->number = frame->message;
	last->count++;
	last->begin = rewrite->written.size;
	return true;
}

/* Adds the frame if it passes; one with a wrong CRC does not. */
static bool
add_frame(struct dtap_rewrite *rewrite, struct last_message *last,
	  const struct dtap_frame *frame)
{
	struct bytes *written = &rewrite->written;
	size_t length;

	rewrite->packet.size = 0;
	if (!reserve(&rewrite->packet, frame->size))
		return false;
	if (!dtap_hdlc_decode(rewrite->packet.data, &length, frame->data,
			      frame->size) ||
	    !dtap_filter_passes(&rewrite->filter, rewrite->packet.data, length))
		return true;
	if ((last->count == 0 || last->number != frame->message) &&
	    !begin_message(rewrite, last, frame))
		return false;
	if (!add(written, frame->data, frame->size + 1))
		return false;
	dtap_put32(written->data + last->begin - 4,
		   (uint32_t)(written->size - last->begin));
	return true;
}

/* What is left of a container; size 0: nothing. */
static bool
filter_container(struct dtap_rewrite *rewrite, struct dtap_container *container)
{
	struct last_message last = {.count = 0};
	struct dtap_frame frame;
	uint8_t head[DTAP_CONTAINER_HEADER];
	int more;

	rewrite->written.size = 0;
	dtap_put32(head, DTAP_DATA);
	dtap_put32(head + 4, 0);
	if (!add(&rewrite->written, head, sizeof head))
		return false;
	dtap_frames_begin(rewrite->frames, container->data, container->size);
	while ((more = dtap_frames_next(rewrite->frames, &frame)) > 0)
		if (!add_frame(rewrite, &last, &frame))
			return false;
	dtap_put32(rewrite->written.data + 4, last.count);
	container->data = rewrite->written.data;
	container->size = last.count > 0 ? rewrite->written.size : 0;
	return more == 0;
}

static void
ignore_payload(void *arg, size_t offset, size_t size)
{
	(void)arg;
	(void)offset;
	(void)size;
}

static bool
add_container(struct dtap_rewrite *rewrite, struct dtap_container *container)
{
	size_t room;

	if (rewrite->frames != NULL && !filter_container(rewrite, container))
		return false;
	if (container->size == 0)
		return true;
	room = dtap_pcap_room(container, rewrite->snaplen);
	if (!reserve(&rewrite->out, room + DTAP_CHUNK_TAIL))
		return false;
	rewrite->out.size += dtap_pcap_write(
		rewrite->out.data + rewrite->out.size, container,
		rewrite->snaplen, ignore_payload, NULL);
	return true;
}

/* A request is no packet that a filter knows, and never comes in parts. */
static bool
add_request(struct dtap_rewrite *rewrite, struct dtap_container *request)
{
	return rewrite->frames != NULL ||
	       request->size > rewrite->snaplen - DTAP_PREAMBLE ||
	       add_container(rewrite, request);
}

static bool
add_trimmed(struct dtap_rewrite *rewrite, const uint8_t *record, size_t size)
{
	uint8_t *at;

	if (!reserve(&rewrite->out, size + DTAP_CHUNK_TAIL))
		return false;
	at = rewrite->out.data + rewrite->out.size;
	rewrite->out.size +=
		rewrite->bare ? dtap_trim_bare(at, record, rewrite->snaplen)
			      : dtap_trim_record(at, record, rewrite->snaplen);
	return true;
}

/* The block's records are ours: they are as we wrote them. */
static bool
add_record(struct dtap_rewrite *rewrite, const uint8_t *record, size_t payload,
	   uint64_t *number)
{
	const uint8_t *preamble = record + DTAP_PCAP_RECORD_HEADER;
	const uint8_t *label = preamble + 3;
	struct dtap_container container = {
		.data = preamble + DTAP_PREAMBLE + preamble[2],
		.size = payload,
		.time = {(time_t)dtap_get32(record),
			 (long)dtap_get32(record + 4) * 1000},
		.number = *number,
		.shape.kind = dtap_get16(preamble) == DTAP_PATH_REQUEST
				      ? DTAP_KIND_REQUEST
				      : DTAP_KIND_DIAG,
	};

	if (container.shape.kind == DTAP_KIND_REQUEST)
		return add_request(rewrite, &container);
	if (dtap_get16(preamble) == DTAP_PATH_PART) {
		if (dtap_get16(label + 8) == 0)
			rewrite->joined.size = 0;
		if (!add(&rewrite->joined, container.data, payload))
			return false;
		if (dtap_get16(label + 8) + 1 < dtap_get16(label + 10))
			return true;
		container.data = rewrite->joined.data;
		container.size = rewrite->joined.size;
	}
	++*number;
	return add_container(rewrite, &container);
}

static struct dtap_view
make_view(struct dtap_rewrite *rewrite, bool chunked)
{
	uint8_t *begin = rewrite->out.data + DTAP_CHUNK_HEAD;
	size_t bytes = rewrite->out.size - DTAP_CHUNK_HEAD;

	if (bytes == 0)
		return (struct dtap_view){0};
	if (chunked) {
		uint8_t *head = dtap_chunk_head(begin, bytes);

		dtap_chunk_tail(begin + bytes);
		bytes += (size_t)(begin - head) + DTAP_CHUNK_TAIL;
		begin = head;
	}
	rewrite->iov = (struct iovec){begin, bytes};
	return (struct dtap_view){&rewrite->iov, 1, bytes};
}

int
dtap_rewrite_block(struct dtap_rewrite *rewrite, const struct dtap_block *block,
		   bool chunked, struct dtap_view *view)
{
	struct dtap_view all = dtap_block_view(block, DTAP_FORM_PCAP, false);
	const uint8_t *at = all.iov[0].iov_base, *end = at + all.bytes;
	uint64_t number = dtap_block_number(block);

	rewrite->out.size = 0;
	if (!reserve(&rewrite->out, DTAP_CHUNK_HEAD + DTAP_CHUNK_TAIL))
		return -1;
	rewrite->out.size = DTAP_CHUNK_HEAD;
	while (at < end) {
		size_t length = dtap_get32(at + 8);
		size_t label = at[DTAP_PCAP_RECORD_HEADER + 2];
		uint16_t path = dtap_get16(at + DTAP_PCAP_RECORD_HEADER);
		bool added =
			dtap_trim_takes(path)
				? add_trimmed(rewrite, at,
					      DTAP_PCAP_RECORD_HEADER + length)
				: add_record(rewrite, at,
					     length - DTAP_PREAMBLE - label,
					     &number);

		if (!added)
			return -1;
		at += DTAP_PCAP_RECORD_HEADER + length;
	}
	*view = make_view(rewrite, chunked);
	return 0;
}

/* SPDX-License-Identifier: MIT */
#include "streams/rewrite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/hdlc.h>
#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "streams/trim.h"

#define HEAD_ROOM 18 /* of a chunk: 16 digits, CR LF */
#define TAIL_ROOM 2

#define MAX_FRAME 65536 /* a longer one is none: its beginning is forgotten */
#define MODEMS    4     /* whose frames may be cut at the same time */

/* Bytes that grow; size 0 keeps the memory. */
struct bytes {
	uint8_t *data;
	size_t size, room;
};

/* The beginning of a frame whose end is still to come. */
struct cut {
	int32_t token;
	struct bytes begin;
};

struct dtap_sieve {
	bool filters; /* by the filter */
	struct dtap_filter filter;
	uint32_t snaplen;
	bool bare;
	struct bytes out;     /* HEAD_ROOM, records, TAIL_ROOM */
	struct bytes joined;  /* a container of parts */
	struct bytes written; /* a container of what is left */
	struct bytes packet;
	struct cut cuts[MODEMS];
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

struct dtap_sieve *
dtap_sieve_new(const struct dtap_sieve_options *options)
{
	struct dtap_sieve *sieve = calloc(1, sizeof *sieve);

	if (sieve == NULL)
		return NULL;
	sieve->filters = options->filter != NULL;
	if (options->filter != NULL)
		sieve->filter = *options->filter;
	sieve->snaplen = options->snaplen;
	sieve->bare = options->bare;
	return sieve;
}

void
dtap_sieve_free(struct dtap_sieve *sieve)
{
	if (sieve == NULL)
		return;
	for (size_t i = 0; i < MODEMS; i++)
		free(sieve->cuts[i].begin.data);
	free(sieve->out.data);
	free(sieve->joined.data);
	free(sieve->written.data);
	free(sieve->packet.data);
	free(sieve);
}

void
dtap_sieve_lost(struct dtap_sieve *sieve)
{
	for (size_t i = 0; i < MODEMS; i++)
		sieve->cuts[i].begin.size = 0;
}

/* Where the beginnings of a modem's frames are kept; a stranger takes one. */
static struct bytes *
cut_of(struct dtap_sieve *sieve, int32_t token)
{
	struct cut *cut = &sieve->cuts[(uint32_t)-token % MODEMS];

	if (cut->token != token)
		cut->begin.size = 0;
	cut->token = token;
	return &cut->begin;
}

/* Adds the frame, its flag included, if it passes; a bad CRC does not. */
static bool
add_frame(struct dtap_sieve *sieve, const uint8_t *frame, size_t size)
{
	size_t length;

	sieve->packet.size = 0;
	if (!reserve(&sieve->packet, size))
		return false;
	if (!dtap_hdlc_decode(sieve->packet.data, &length, frame, size - 1) ||
	    !dtap_filter_passes(&sieve->filter, sieve->packet.data, length))
		return true;
	return add(&sieve->written, frame, size);
}

/* The piece of a message up to its next flag ends a frame. */
static bool
end_frame(struct dtap_sieve *sieve, struct bytes *begin, const uint8_t *piece,
	  size_t size)
{
	bool added;

	if (begin->size == 0)
		return add_frame(sieve, piece, size);
	added = add(begin, piece, size) &&
		add_frame(sieve, begin->data, begin->size);
	begin->size = 0;
	return added;
}

static bool
add_frames(struct dtap_sieve *sieve, const struct dtap_message *message)
{
	struct bytes *begin = cut_of(sieve, message->token);
	const uint8_t *at = message->data, *end = at + message->size, *flag;

	while (at < end && (flag = memchr(at, DTAP_HDLC_FLAG,
					  (size_t)(end - at))) != NULL) {
		if (!end_frame(sieve, begin, at, (size_t)(flag + 1 - at)))
			return false;
		at = flag + 1;
	}
	if (begin->size + (size_t)(end - at) > MAX_FRAME)
		begin->size = 0;
	else if (at < end)
		return add(begin, at, (size_t)(end - at));
	return true;
}

/* Token and length first; taken back where no frame of it is left. */
static bool
add_message(struct dtap_sieve *sieve, const struct dtap_message *message,
	    uint32_t *count)
{
	size_t before = sieve->written.size, length_at, begin;
	uint8_t word[4];

	dtap_put32(word, (uint32_t)message->token);
	if (message->token <= 0 && !add(&sieve->written, word, sizeof word))
		return false;
	length_at = sieve->written.size;
	if (!add(&sieve->written, word, sizeof word))
		return false;
	begin = sieve->written.size;
	if (!add_frames(sieve, message))
		return false;
	if (sieve->written.size == begin) {
		sieve->written.size = before;
		return true;
	}
	dtap_put32(sieve->written.data + length_at,
		   (uint32_t)(sieve->written.size - begin));
	++*count;
	return true;
}

/* What is left of a container; size 0: nothing. */
static bool
filter_container(struct dtap_sieve *sieve, struct dtap_container *container)
{
	struct dtap_messages walk =
		dtap_messages_of(container->data, container->size);
	struct dtap_message message;
	uint8_t head[DTAP_CONTAINER_HEADER];
	uint32_t count = 0;

	sieve->written.size = 0;
	dtap_put32(head, DTAP_DATA);
	dtap_put32(head + 4, 0);
	if (!add(&sieve->written, head, sizeof head))
		return false;
	while (dtap_messages_next(&walk, &message))
		if (!add_message(sieve, &message, &count))
			return false;
	dtap_put32(sieve->written.data + 4, count);
	container->data = sieve->written.data;
	container->size = count > 0 ? sieve->written.size : 0;
	return true;
}

static void
ignore_payload(void *arg, size_t offset, size_t size)
{
	(void)arg;
	(void)offset;
	(void)size;
}

static bool
add_container(struct dtap_sieve *sieve, struct dtap_container *container)
{
	size_t room;

	if (sieve->filters && !filter_container(sieve, container))
		return false;
	if (container->size == 0)
		return true;
	room = dtap_pcap_room(container, sieve->snaplen);
	if (!reserve(&sieve->out, room + TAIL_ROOM))
		return false;
	sieve->out.size +=
		dtap_pcap_write(sieve->out.data + sieve->out.size, container,
				sieve->snaplen, ignore_payload, NULL);
	return true;
}

/* A request is no packet that a filter knows, and never comes in parts. */
static bool
add_request(struct dtap_sieve *sieve, struct dtap_container *request)
{
	return sieve->filters ||
	       request->size > sieve->snaplen - DTAP_PREAMBLE ||
	       add_container(sieve, request);
}

static bool
add_trimmed(struct dtap_sieve *sieve, const uint8_t *record, size_t size)
{
	uint8_t *at;

	if (!reserve(&sieve->out, size + TAIL_ROOM))
		return false;
	at = sieve->out.data + sieve->out.size;
	sieve->out.size +=
		sieve->bare ? dtap_trim_bare(at, record, sieve->snaplen)
			    : dtap_trim_record(at, record, sieve->snaplen);
	return true;
}

/* The block's records are ours: they are as we wrote them. */
static bool
add_record(struct dtap_sieve *sieve, const uint8_t *record, size_t payload,
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
		return add_request(sieve, &container);
	if (dtap_get16(preamble) == DTAP_PATH_PART) {
		if (dtap_get16(label + 8) == 0)
			sieve->joined.size = 0;
		if (!add(&sieve->joined, container.data, payload))
			return false;
		if (dtap_get16(label + 8) + 1 < dtap_get16(label + 10))
			return true;
		container.data = sieve->joined.data;
		container.size = sieve->joined.size;
	}
	++*number;
	return add_container(sieve, &container);
}

static struct dtap_view
make_view(struct dtap_sieve *sieve, bool chunked)
{
	uint8_t *begin = sieve->out.data + HEAD_ROOM;
	size_t bytes = sieve->out.size - HEAD_ROOM;
	char head[HEAD_ROOM + 1];

	if (bytes == 0)
		return (struct dtap_view){0};
	if (chunked) {
		int size = snprintf(head, sizeof head, "%zx\r\n", bytes);

		begin -= size;
		memcpy(begin, head, (size_t)size);
		memcpy(sieve->out.data + sieve->out.size, "\r\n", TAIL_ROOM);
		bytes += (size_t)size + TAIL_ROOM;
	}
	sieve->iov = (struct iovec){begin, bytes};
	return (struct dtap_view){&sieve->iov, 1, bytes};
}

int
dtap_sieve_block(struct dtap_sieve *sieve, const struct dtap_block *block,
		 bool chunked, struct dtap_view *view)
{
	struct dtap_view all = dtap_block_view(block, DTAP_FORM_PCAP, false);
	const uint8_t *at = all.iov[0].iov_base, *end = at + all.bytes;
	uint64_t number = dtap_block_number(block);

	sieve->out.size = 0;
	if (!reserve(&sieve->out, HEAD_ROOM + TAIL_ROOM))
		return -1;
	sieve->out.size = HEAD_ROOM;
	while (at < end) {
		size_t length = dtap_get32(at + 8);
		size_t label = at[DTAP_PCAP_RECORD_HEADER + 2];
		uint16_t path = dtap_get16(at + DTAP_PCAP_RECORD_HEADER);
		bool added =
			dtap_trim_takes(path)
				? add_trimmed(sieve, at,
					      DTAP_PCAP_RECORD_HEADER + length)
				: add_record(sieve, at,
					     length - DTAP_PREAMBLE - label,
					     &number);

		if (!added)
			return -1;
		at += DTAP_PCAP_RECORD_HEADER + length;
	}
	*view = make_view(sieve, chunked);
	return 0;
}

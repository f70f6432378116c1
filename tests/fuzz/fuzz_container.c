/* SPDX-License-Identifier: MIT */
/* Containers: the walks, the parts, and a block's forms against each other. */
#include "fuzz.h"

#include <dtap/block.h>
#include <dtap/bytes.h>
#include <dtap/frames.h>
#include <dtap/hdlc.h>
#include <dtap/parts.h>
#include <dtap/pcap.h>

static void
walk(const uint8_t *data, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	struct dtap_message message;
	size_t span = dtap_container_span(data, size), at = walk.at;

	while (dtap_messages_next(&walk, &message)) {
		CLAIM(message.data >= data + at);
		CLAIM(message.data + message.size == data + walk.at);
		CLAIM(walk.at > at && walk.at <= size);
		at = walk.at;
	}
	CLAIM(span == (walk.left == 0 ? walk.at : 0));
}

/* Twice: a frame may be cut at the end of the first. */
static void
walk_frames(const uint8_t *data, size_t size)
{
	struct dtap_frames *frames = dtap_frames_new();
	struct dtap_frame frame;
	struct dtap_frame_pieces pieces = dtap_frame_pieces_of(data, size);
	struct dtap_frame_piece piece;
	size_t ends = 0, given = 0;

	CLAIM(frames != NULL);
	while (dtap_frame_pieces_next(&pieces, &piece)) {
		CLAIM(memchr(piece.data, DTAP_HDLC_FLAG, piece.size) == NULL);
		CLAIM(!piece.ends || piece.data[piece.size] == DTAP_HDLC_FLAG);
		CLAIM(piece.data + piece.size <= data + size);
		ends += piece.ends;
	}
	for (int i = 0; i < 2; i++) {
		dtap_frames_begin(frames, data, size);
		while (dtap_frames_next(frames, &frame) > 0) {
			CLAIM(frame.size > 0);
			CLAIM(frame.data[frame.size] == DTAP_HDLC_FLAG);
			CLAIM(frame.message < pieces.count);
			given++;
		}
	}
	CLAIM(given <= 2 * ends);
	dtap_frames_free(frames);
}

static void
check_parts(const uint8_t *data, size_t size, size_t limit)
{
	struct dtap_parts parts = dtap_parts_of(data, size, limit);
	size_t sum = 0, part;

	while ((part = dtap_parts_next(&parts)) > 0) {
		CLAIM(part <= limit);
		sum += part;
	}
	CLAIM(sum == size);
}

/* Records whose payloads are the container, none longer than snaplen. */
static void
check_records(const struct dtap_view *view, const uint8_t *data, size_t size,
	      uint32_t snaplen)
{
	const uint8_t *at = view->iov[0].iov_base, *end = at + view->bytes;

	CLAIM(view->count == 1 && view->iov[0].iov_len == view->bytes);
	while (at < end) {
		uint32_t length = dtap_get32(at + 8);
		size_t head;

		CLAIM(length <= snaplen && length == dtap_get32(at + 12));
		at += DTAP_PCAP_RECORD_HEADER;
		head = DTAP_PREAMBLE + (size_t)at[2];
		CLAIM(length > head && length <= (size_t)(end - at));
		CLAIM(length - head <= size);
		CLAIM(memcmp(at + head, data, length - head) == 0);
		data += length - head;
		size -= length - head;
		at += length;
	}
	CLAIM(size == 0);
}

static void
check_raw(const struct dtap_view *view, const uint8_t *data, size_t size)
{
	CLAIM(view->bytes == size);
	for (size_t i = 0; i < view->count; i++) {
		CLAIM(memcmp(view->iov[i].iov_base, data,
			     view->iov[i].iov_len) == 0);
		data += view->iov[i].iov_len;
	}
}

static void
check_block(const uint8_t *data, size_t size, uint32_t snaplen)
{
	const struct dtap_container container = {.data = data, .size = size};
	size_t room = dtap_pcap_room(&container, snaplen);
	struct dtap_block *block = dtap_block_open(room);
	struct dtap_view raw, only, records;

	CLAIM(block != NULL);
	CLAIM(dtap_block_append(block, &container, snaplen) == 0);
	dtap_block_seal(block);
	raw = dtap_block_view(block, DTAP_FORM_RAW, false);
	only = dtap_block_view(block, DTAP_FORM_DATA, false);
	records = dtap_block_view(block, DTAP_FORM_PCAP, false);
	CLAIM(records.bytes == room);
	check_raw(&raw, data, size);
	CLAIM(only.bytes ==
	      (dtap_container_type(data, size) == DTAP_DATA ? size : 0));
	check_records(&records, data, size, snaplen);
	dtap_block_unref(block);
}

/* Two bytes choose the limits, the rest is the container. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t limit;

	if (size < 3)
		return 0;
	limit = 1 + dtap_get16(data);
	data += 2;
	size -= 2;
	walk(data, size);
	walk_frames(data, size);
	check_parts(data, size, limit);
	check_block(data, size, (uint32_t)(DTAP_SNAPLEN_MIN + limit));
	return 0;
}

/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "sources/file/pcap_records.h"

#define HEADER       DTAP_PCAP_RECORD_HEADER
#define RESYNC_PROOF 2 /* records in a row that prove pcap after damage */

static uint32_t
get32(const uint8_t *data, struct dtap_pcap_order order)
{
	uint32_t value = dtap_get32(data);

	return order.swapped ? __builtin_bswap32(value) : value;
}

bool
dtap_pcap_order_read(struct dtap_pcap_order *order, const uint8_t magic[4])
{
	static const struct {
		uint32_t magic;
		struct dtap_pcap_order order;
	} magics[] = {
		{0xa1b2c3d4, {false, false}},
		{0xd4c3b2a1, {true, false}},
		{0xa1b23c4d, {false, true}},
		{0x4d3cb2a1, {true, true}},
	};

	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (dtap_get32(magic) == magics[i].magic) {
			*order = magics[i].order;
			return true;
		}
	return false;
}

uint32_t
dtap_pcap_linktype(const uint8_t header[DTAP_PCAP_FILE_HEADER],
		   struct dtap_pcap_order order)
{
	return get32(header + 20, order) & 0xffff;
}

/* The record at an offset; its header is there. */
static struct dtap_packet
packet_at(const struct dtap_split_input *in, size_t at)
{
	const uint8_t *record = in->buffer->data + at;
	uint32_t size = get32(record + 8, in->order);
	uint32_t whole = get32(record + 12, in->order);
	uint32_t part = get32(record + 4, in->order);

	return (struct dtap_packet){
		.data = record + HEADER,
		.size = size,
		.missing = whole > size ? whole - size : 0,
		.time = {(time_t)get32(record, in->order),
			 (long)part * (in->order.nanoseconds ? 1 : 1000)},
	};
}

/*
 * Whether a whole record is at an offset, of any program.  An empty one is
 * none: zeros would be records.
 */
static enum dtap_split_result
check_record(const struct dtap_split_input *in, size_t at)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	size_t left = buffer->size - at, size;

	if (left >= HEADER) {
		size = packet_at(in, at).size;
		if (size == 0 || size > DTAP_SNAPLEN_MAX)
			return DTAP_SPLIT_BROKEN;
		if (left - HEADER >= size)
			return DTAP_SPLIT_WHOLE;
	}
	return DTAP_SPLIT_MORE;
}

/* A whole record of diagtap. */
static bool
is_ours(const struct dtap_split_input *in, size_t at)
{
	struct dtap_packet packet = packet_at(in, at);
	uint32_t whole = get32(in->buffer->data + at + 12, in->order);

	return packet.size <= whole && packet.time.tv_nsec < 1000000000 &&
	       dtap_pcap_records_know(packet.data, packet.size);
}

/*
 * Whether records of diagtap follow each other at an offset.  At the end of the
 * input one is enough, and the last may be cut.
 */
static enum dtap_split_result
check_records(const struct dtap_split_input *in, size_t at)
{
	const struct dtap_read_buffer *buffer = in->buffer;

	for (int found = 0; found < RESYNC_PROOF; found++) {
		enum dtap_split_result result = check_record(in, at);

		if (result == DTAP_SPLIT_MORE && buffer->ended)
			return found > 0 ? DTAP_SPLIT_WHOLE : DTAP_SPLIT_BROKEN;
		if (result != DTAP_SPLIT_WHOLE)
			return result;
		if (!is_ours(in, at))
			return DTAP_SPLIT_BROKEN;
		at += HEADER + packet_at(in, at).size;
	}
	return DTAP_SPLIT_WHOLE;
}

/* The next records from split->searched on and before limit. */
static enum dtap_split_result
find_records(struct dtap_split *split, const struct dtap_split_input *in,
	     size_t limit)
{
	for (; split->searched < limit; split->searched++) {
		enum dtap_split_result found =
			check_records(in, split->searched);

		if (found != DTAP_SPLIT_BROKEN)
			return found;
	}
	return DTAP_SPLIT_BROKEN;
}

/* Whether a record of diagtap, or the end, follows at an offset. */
static enum dtap_split_result
check_next(const struct dtap_split_input *in, size_t at)
{
	const uint8_t *record = in->buffer->data + at;
	size_t left = in->buffer->size - at;

	if (left == 0 && in->buffer->ended)
		return DTAP_SPLIT_WHOLE;
	if (left < HEADER + 2)
		return in->buffer->ended ? DTAP_SPLIT_BROKEN : DTAP_SPLIT_MORE;
	return check_record(in, at) != DTAP_SPLIT_BROKEN &&
			       dtap_pcap_path_is_known(
				       dtap_get16(record + HEADER))
		       ? DTAP_SPLIT_WHOLE
		       : DTAP_SPLIT_BROKEN;
}

/*
 * What follows the record is none of diagtap.  If records of diagtap begin
 * inside it, its length is wrong; else it is the last, or others are mixed in.
 */
static enum dtap_split_result
check_inside(struct dtap_split *split, const struct dtap_split_input *in)
{
	enum dtap_split_result found;

	if (split->searched == 0)
		split->searched = 1;
	found = find_records(split, in, split->bytes);
	if (found == DTAP_SPLIT_WHOLE)
		return dtap_split_broken(split, 1,
					 "a pcap record with a wrong length");
	return found == DTAP_SPLIT_MORE ? found : DTAP_SPLIT_WHOLE;
}

static enum dtap_split_result
split_record(struct dtap_split *split, const struct dtap_split_input *in)
{
	enum dtap_split_result result = check_record(in, 0);

	if (result == DTAP_SPLIT_BROKEN)
		return dtap_split_broken(split, 1, "no pcap record");
	if (result == DTAP_SPLIT_MORE)
		return dtap_split_cut_short(split, in->buffer, "pcap record");
	split->size = packet_at(in, 0).size;
	split->bytes = HEADER + split->size;
	result = check_next(in, split->bytes);
	if (result == DTAP_SPLIT_BROKEN)
		result = check_inside(split, in);
	split->ready = result == DTAP_SPLIT_MORE;
	return result;
}

static enum dtap_split_result
resync(struct dtap_split *split, const struct dtap_split_input *in)
{
	enum dtap_split_result found =
		find_records(split, in, in->buffer->size);

	split->bytes = split->searched;
	if (found == DTAP_SPLIT_BROKEN && !in->buffer->ended)
		return DTAP_SPLIT_MORE;
	return found;
}

static bool
open_record(struct dtap_split_input *in, struct dtap_packet *packet)
{
	*packet = packet_at(in, 0);
	return true;
}

const struct dtap_split_format dtap_split_pcap = {
	.split = split_record,
	.resync = resync,
	.open = open_record,
};

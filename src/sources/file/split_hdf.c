/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>
#include <dtap/hdlc.h>

#define PACKET_HEADER 4 /* u8 0x10, u8 0, u16 length */
#define LOG_HEADER    12
#define HEADERS       (PACKET_HEADER + LOG_HEADER)

/* Whether a log packet can begin with these HEADERS bytes. */
static bool
is_packet(const uint8_t *data)
{
	const uint8_t *log = data + PACKET_HEADER;

	return data[0] == DTAP_OPCODE_LOG && data[1] == 0 &&
	       memcmp(data + 2, log, 2) == 0 && dtap_split_log_is(log);
}

static size_t
size_of(const uint8_t *packet)
{
	return PACKET_HEADER + dtap_get16(packet + 2);
}

/* The first place from `at` on where one can begin; at least `end`: none. */
static size_t
find(const struct dtap_read_buffer *buffer, size_t at, size_t end)
{
	while (at < end && buffer->size - at >= HEADERS) {
		const uint8_t *found =
			memchr(buffer->data + at, DTAP_OPCODE_LOG, end - at);

		if (found == NULL)
			return end;
		at = (size_t)(found - buffer->data);
		if (buffer->size - at >= HEADERS && is_packet(found))
			return at;
		at++;
	}
	return end;
}

/*
 * Whether the packet stands in an HDLC frame: a flag is before it, or behind it
 * and its CRC.
 */
static bool
is_framed(const uint8_t *data, size_t at, size_t end)
{
	size_t flag = at + size_of(data + at) + 2;

	return at == 0 || data[at - 1] == DTAP_HDLC_FLAG ||
	       (flag < end && data[flag] == DTAP_HDLC_FLAG);
}

bool
dtap_split_hdf_is(const struct dtap_read_buffer *buffer, size_t end,
		  unsigned proof)
{
	const uint8_t *last = NULL;
	unsigned count = 0;

	for (size_t at = find(buffer, 0, end); at < end && count < proof;
	     at = find(buffer, at, end)) {
		const uint8_t *log = buffer->data + at + PACKET_HEADER;
		size_t size = size_of(buffer->data + at);

		if (size > end - at || is_framed(buffer->data, at, end)) {
			at++;
			continue;
		}
		count = last == NULL || dtap_split_logs_near(log, last)
				? count + 1
				: 1;
		last = log;
		at += size;
	}
	return count >= proof;
}

/* No log is at the front: what comes before the next one. */
static enum dtap_split_result
split_other(struct dtap_split *split, const struct dtap_read_buffer *buffer)
{
	size_t next = find(buffer, 1, buffer->size);

	/* A header may begin in the last bytes. */
	if (next == buffer->size && !buffer->ended)
		next = buffer->size < HEADERS ? 0 : buffer->size - HEADERS + 1;
	split->bytes = next;
	return next > 0 ? DTAP_SPLIT_OTHER : DTAP_SPLIT_MORE;
}

static enum dtap_split_result
split_packet(struct dtap_split *split, const struct dtap_split_input *in)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	size_t size;

	if (buffer->size < HEADERS || !is_packet(buffer->data))
		return split_other(split, buffer);
	size = size_of(buffer->data);
	if (buffer->size < size)
		return dtap_split_cut_short(split, buffer, "log");
	split->bytes = size;
	dtap_split_set_packet(split, buffer->data, size, in->scratch);
	return DTAP_SPLIT_WHOLE;
}

/* After a log that the end cut. */
static enum dtap_split_result
resync(struct dtap_split *split, const struct dtap_split_input *in)
{
	size_t next = find(in->buffer, 0, in->buffer->size);

	split->bytes = next;
	return next < in->buffer->size ? DTAP_SPLIT_WHOLE : DTAP_SPLIT_BROKEN;
}

static void
write_packet(const struct dtap_split *split, const struct dtap_split_input *in,
	     uint8_t *out)
{
	dtap_split_write_packet(split, in->buffer->data, split->bytes, out);
}

const struct dtap_split_format dtap_split_hdf = {
	.split = split_packet,
	.resync = resync,
	.write = write_packet,
};

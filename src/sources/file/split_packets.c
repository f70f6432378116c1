/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <string.h>

#include <dtap/bytes.h>

#include "sources/plain_packet.h"

#define QMDL2_HEAD 10 /* u32 length, u8 version, u8 data type, u32 GUIDs */
#define GUID       16
#define GUIDS_MOST 4096

enum dtap_split_result
dtap_split_packets_at(const struct dtap_read_buffer *buffer, size_t at)
{
	for (int found = 0; found < 2; found++) {
		size_t size = dtap_plain_packet_size(buffer->data + at,
						     buffer->size - at);

		if (size == DTAP_PLAIN_MORE && !buffer->ended)
			return DTAP_SPLIT_MORE;
		if (size == 0 || size == DTAP_PLAIN_MORE)
			return found > 0 && at == buffer->size
				       ? DTAP_SPLIT_WHOLE
				       : DTAP_SPLIT_BROKEN;
		at += size;
	}
	return DTAP_SPLIT_WHOLE;
}

size_t
dtap_split_qmdl2_head(const struct dtap_read_buffer *buffer)
{
	const uint8_t *data = buffer->data;
	size_t size, guids;

	if (buffer->size < QMDL2_HEAD || data[4] != 1 || data[5] > 1)
		return 0;
	guids = dtap_get32(data + 6);
	size = QMDL2_HEAD + GUID * guids;
	return guids <= GUIDS_MOST && dtap_get32(data) == size ? size : 0;
}

static enum dtap_split_result
split_packet(struct dtap_split *split, const struct dtap_split_input *in)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	size_t size = dtap_plain_packet_size(buffer->data, buffer->size);

	if (size == DTAP_PLAIN_MORE)
		return dtap_split_cut_short(split, buffer, "packet");
	if (size == 0)
		return dtap_split_broken(split, 1, "no packet");
	split->bytes = size;
	dtap_split_set_packet(split, buffer->data + DTAP_PLAIN_HEAD,
			      size - DTAP_PLAIN_HEAD - 1, in->scratch);
	return DTAP_SPLIT_WHOLE;
}

static enum dtap_split_result
resync(struct dtap_split *split, const struct dtap_split_input *in)
{
	const struct dtap_read_buffer *buffer = in->buffer;

	for (; split->searched < buffer->size; split->searched++) {
		enum dtap_split_result found =
			dtap_split_packets_at(buffer, split->searched);

		split->bytes = split->searched;
		if (found != DTAP_SPLIT_BROKEN)
			return found;
	}
	split->bytes = buffer->size;
	return buffer->ended ? DTAP_SPLIT_BROKEN : DTAP_SPLIT_MORE;
}

static void
write_packet(const struct dtap_split *split, const struct dtap_split_input *in,
	     uint8_t *out)
{
	dtap_split_write_packet(split, in->buffer->data + DTAP_PLAIN_HEAD,
				split->bytes - DTAP_PLAIN_HEAD - 1, out);
}

const struct dtap_split_format dtap_split_packets = {
	.split = split_packet,
	.resync = resync,
	.write = write_packet,
};

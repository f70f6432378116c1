/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include "sources/plain_packet.h"

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

/* SPDX-License-Identifier: MIT */
#include "rewrite/pdu_writer.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/frames.h>
#include <dtap/hdlc.h>

#include "rewrite/container_filter.h"
#include "rewrite/container_time.h"

static size_t
write_record(const struct dtap_pdu_writer *writer, uint8_t *out,
	     const struct dtap_upper_pdu *pdu, const struct timespec *time)
{
	uint8_t *data = out + DTAP_PCAP_RECORD_HEADER;
	size_t head = writer->linktype == DTAP_LINKTYPE_UPPER_PDU
			      ? dtap_exported_pdu_head(data, pdu)
			      : dtap_gsmtap_ip_head(data, pdu);
	size_t whole = head + pdu->size, size = whole;

	if (head == 0)
		return 0;
	memcpy(data + head, pdu->data, pdu->size);
	if (size > writer->snaplen)
		size = writer->snaplen;
	dtap_record_set_time(out, time);
	dtap_put32(out + 8, (uint32_t)size);
	dtap_put32(out + 12, (uint32_t)whole);
	return DTAP_PCAP_RECORD_HEADER + size;
}

static size_t
write_packet(struct dtap_pdu_writer *writer, uint8_t *out,
	     const uint8_t *packet, size_t size, const struct timespec *time,
	     uint8_t *scratch)
{
	struct dtap_upper_pdu pdu;
	size_t written;

	if (!dtap_upper_pdu_find(&pdu, packet, size, scratch)) {
		writer->left_out++;
		return 0;
	}
	if (pdu.is_segment && !dtap_segment_joiner_add(&writer->segments, &pdu))
		return 0;
	dtap_upper_pdu_complete(&pdu, scratch);
	written = write_record(writer, out, &pdu, time);
	writer->left_out += written == 0;
	return written;
}

size_t
dtap_pdu_writer_write(struct dtap_pdu_writer *writer, uint8_t *out,
		      const struct dtap_container *container, uint8_t *packet,
		      uint8_t *scratch)
{
	struct dtap_frame_pieces walk =
		dtap_frame_pieces_of(container->data, container->size);
	struct dtap_frame_piece frame;
	size_t length;

	if (!dtap_frame_pieces_next(&walk, &frame) || !frame.ends ||
	    frame.size > DTAP_FILTER_FRAME ||
	    !dtap_hdlc_decode(packet, &length, frame.data, frame.size))
		return 0;
	return write_packet(writer, out, packet, length, &container->time,
			    scratch);
}

void
dtap_pdu_writer_lost(struct dtap_pdu_writer *writer)
{
	dtap_segment_joiner_forget(&writer->segments);
}

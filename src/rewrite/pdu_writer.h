/* SPDX-License-Identifier: MIT */
/*
 * pdu_writer.h - records that hold messages of a protocol and nothing of DIAG:
 * exported PDUs, or GSMTAP.
 *
 * Plain memory, zeros but for the first two at first; one owner.
 */
#ifndef DTAP_PDU_WRITER_H
#define DTAP_PDU_WRITER_H

#include <dtap/container.h>

#include "rewrite/exported_pdu.h"
#include "rewrite/segment_joiner.h"

struct dtap_pdu_writer {
	uint16_t linktype; /* DTAP_LINKTYPE_UPPER_PDU, or _IPV4 for GSMTAP */
	uint32_t snaplen;
	struct dtap_segment_joiner segments;
	uint64_t left_out; /* packets without such a message */
};

/* Bytes of a record beyond those of its message. */
#define DTAP_PDU_RECORD_HEAD (DTAP_PCAP_RECORD_HEADER + DTAP_UPPER_HEAD)

/*
 * Writes the record of a container's only frame, and returns its size; 0: it
 * has none, or not yet.  `packet` has room for DTAP_FILTER_FRAME bytes,
 * `scratch` for DTAP_UPPER_SCRATCH() of them, and out for the longer of the
 * container and DTAP_SEGMENT_MOST, and a head.
 */
size_t dtap_pdu_writer_write(struct dtap_pdu_writer *writer, uint8_t *out,
			     const struct dtap_container *container,
			     uint8_t *packet, uint8_t *scratch);

/* Packets were lost. */
void dtap_pdu_writer_lost(struct dtap_pdu_writer *writer);

#endif

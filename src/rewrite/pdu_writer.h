/* SPDX-License-Identifier: MIT */
/*
 * pdu_writer.h - records that hold messages of a protocol and nothing of DIAG:
 * exported PDUs, or GSMTAP.
 *
 * Plain memory, zeros but for the first two at first; one owner.
 */
#ifndef DTAP_PDU_WRITER_H
#define DTAP_PDU_WRITER_H

#include <time.h>

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
 * Writes the record of a packet, and returns its size; 0: it has none, or not
 * yet.  `scratch` has room for DTAP_UPPER_SCRATCH(size) bytes, and out for the
 * longer of the packet and DTAP_SEGMENT_MOST, and a head.
 */
size_t dtap_pdu_writer_write(struct dtap_pdu_writer *writer, uint8_t *out,
			     const uint8_t *packet, size_t size,
			     const struct timespec *time, uint8_t *scratch);

/* Packets were lost. */
void dtap_pdu_writer_lost(struct dtap_pdu_writer *writer);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * upper_pdu.h - the message of a protocol that a DIAG packet holds: whose it
 * is, and where.
 *
 * It knows the logs whose PDUs Wireshark dissects by itself: RRC and NAS of
 * LTE and NR, UMTS, GSM and GPRS, IP and SIP.  The layouts are those of the
 * dissector (upper_tables.h); a version or a PDU number that they do not have
 * gives no PDU.  Nothing in a packet is trusted.  Pure functions, any thread.
 */
#ifndef DTAP_UPPER_PDU_H
#define DTAP_UPPER_PDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dtap_upper_pdu {
	const char *dissector; /* Wireshark's name, "lte_rrc.dl_dcch" */
	const uint8_t *data;   /* in the packet, or in scratch */
	size_t size;           /* not 0 */
	uint16_t code;         /* of the log */
	bool uplink;

	/* -1: not known. */
	int32_t arfcn, pci, sfn, subframe;

	/* One of several parts, which come in order; the key is theirs. */
	bool is_segment, is_first, is_last;
	uint64_t key;
};

/* Bytes of scratch for a packet of `size` bytes. */
#define DTAP_UPPER_SCRATCH(size) ((size) + 1)

/*
 * Looks into a packet, without escapes and CRC.  False: it holds no such
 * message.
 */
bool dtap_upper_pdu_find(struct dtap_upper_pdu *pdu, const uint8_t *packet,
			 size_t size, uint8_t *scratch);

/*
 * A bare RRCReconfigurationComplete of NR has no dissector: with five bits in
 * front it is a message of an UL-DCCH.  Only for a PDU that is whole: rewrites
 * it, into scratch, and gives it this name.
 */
void dtap_upper_pdu_complete(struct dtap_upper_pdu *pdu, uint8_t *scratch);

#endif

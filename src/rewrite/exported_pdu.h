/* SPDX-License-Identifier: MIT */
/*
 * exported_pdu.h - a message as Wireshark exports PDUs (linktype 252), and as
 * GSMTAP.
 *
 * An exported PDU is a list of tags (u16 type, u16 length, big-endian, padded
 * to 4 bytes), then the message: Wireshark's epan/exported_pdu.h.  GSMTAP is a
 * header in front of a message, in UDP to port 4729: gsmtap.h and gsmtapv3.h of
 * libosmocore.  data/gsmtap.txt says what has a place there.  Pure functions,
 * any thread.
 */
#ifndef DTAP_EXPORTED_PDU_H
#define DTAP_EXPORTED_PDU_H

#include <dtap/pcap.h>

#include "rewrite/upper_pdu.h"

#define DTAP_LINKTYPE_IPV4      228
#define DTAP_LINKTYPE_UPPER_PDU 252

#define DTAP_GSMTAP_PORT 4729

/* Bytes in front of a message, at most. */
#define DTAP_UPPER_HEAD 256

/*
 * Both write a head to out, and return its size, at most DTAP_UPPER_HEAD with
 * IP and UDP; 0: there is no such form.
 */
size_t dtap_exported_pdu_head(uint8_t *out, const struct dtap_upper_pdu *pdu);
size_t dtap_gsmtap_head(uint8_t *out, const struct dtap_upper_pdu *pdu);

/*
 * The same with IPv4 and UDP around it, both addresses 127.0.0.1; 0 also if the
 * message is too long for that.
 */
size_t dtap_gsmtap_ip_head(uint8_t *out, const struct dtap_upper_pdu *pdu);

/* The header of a file with records of this linktype; 0: ours. */
void dtap_linktype_file_header(uint8_t out[DTAP_PCAP_FILE_HEADER],
			       uint32_t snaplen, uint16_t linktype);

#define DTAP_GSMTAP_IP_HEAD 28 /* bytes of IPv4 and UDP */

#endif

/* SPDX-License-Identifier: MIT */
/*
 * plain_packet.h - DIAG packets without HDLC: 7E 01, u16 length, packet, 7E.
 *
 * A modem writes them when HDLC is off: in QMDL2 of data type 0, and on ports
 * (struct diag_pkt_frame_t of diagchar.h of Qualcomm's Android kernels).  They
 * have no CRC.  Pure functions, any thread.
 */
#ifndef DTAP_PLAIN_PACKET_H
#define DTAP_PLAIN_PACKET_H

#include <stddef.h>
#include <stdint.h>

#define DTAP_PLAIN_HEAD 4 /* bytes before the packet; one is behind it */

/* More bytes are needed to tell. */
#define DTAP_PLAIN_MORE SIZE_MAX

/*
 * Bytes of the packet at the front of data, with all around it; 0: there is
 * none.
 */
size_t dtap_plain_packet_size(const uint8_t *data, size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * packets.h - the made-up modem's DIAG packets, before framing.
 *
 * Each writes one packet to out, which has room for MODEM_PACKET_MAX bytes,
 * and returns its length.
 */
#ifndef DTAP_PACKETS_H
#define DTAP_PACKETS_H

#include "sources/simulator/modem/logs.h"

#define MODEM_LOG_HEADER   16
#define MODEM_RADIO_HEADER 8
#define MODEM_PACKET_MAX \
	(MODEM_RADIO_HEADER + MODEM_LOG_HEADER + MODEM_BODY_MAX)

/* Opcode 0x10, around a body that stands at out + MODEM_LOG_HEADER already. */
size_t modem_packet_log(uint8_t *out, uint16_t code, uint64_t stamp,
			size_t body);

/*
 * Opcode 0x98, a packet of the given radio, around one of size bytes that
 * stands at out + MODEM_RADIO_HEADER already.
 */
size_t modem_packet_of_radio(uint8_t *out, uint32_t radio, size_t size);

/* Opcode 0x79: a line of the firmware's own log, with arguments. */
size_t modem_packet_text(uint8_t *out, uint64_t stamp,
			 struct modem_random *random);

/* Opcode 0x60: one to four events. */
size_t modem_packet_events(uint8_t *out, uint64_t stamp,
			   struct modem_random *random);

#endif

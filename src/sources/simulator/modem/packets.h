/* SPDX-License-Identifier: MIT */
/*
 * packets.h - the made-up modem's DIAG packets, before framing.
 *
 * Each writes one packet to out, which has room for DTAP_MODEM_PACKET_MAX
 * bytes, and returns its length.
 */
#ifndef DTAP_PACKETS_H
#define DTAP_PACKETS_H

#include "sources/simulator/modem/logs.h"

#define DTAP_MODEM_LOG_HEADER   16
#define DTAP_MODEM_RADIO_HEADER 8
#define DTAP_MODEM_PACKET_MAX \
	(DTAP_MODEM_RADIO_HEADER + DTAP_MODEM_LOG_HEADER + DTAP_MODEM_BODY_MAX)

/* Opcode 0x10; the body is already at out + DTAP_MODEM_LOG_HEADER. */
size_t dtap_modem_packet_log(uint8_t *out, uint16_t code, uint64_t stamp,
			     size_t body);

/*
 * Opcode 0x98, a packet of the given radio; the inner packet of size bytes is
 * already at out + DTAP_MODEM_RADIO_HEADER.
 */
size_t dtap_modem_packet_of_radio(uint8_t *out, uint32_t radio, size_t size);

/* Opcode 0x79: a line of the firmware log, with arguments. */
size_t dtap_modem_packet_text(uint8_t *out, uint64_t stamp,
			      struct dtap_random *random);

/* The same: the line that says what is measured of this cell. */
size_t dtap_modem_packet_measured(uint8_t *out, uint64_t stamp,
				  const struct dtap_modem_cell *cell,
				  struct dtap_random *random);

/* The same: the line of a receiver that only listens. */
size_t dtap_modem_packet_gain(uint8_t *out, uint64_t stamp,
			      struct dtap_random *random);

/* Opcode 0x60: one to four events. */
size_t dtap_modem_packet_events(uint8_t *out, uint64_t stamp,
				struct dtap_random *random);

#endif

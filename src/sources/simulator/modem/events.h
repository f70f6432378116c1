/* SPDX-License-Identifier: MIT */
/*
 * events.h - the events that the phone of the day reports about what it does:
 * each message that it sends or receives, its state, its cell.
 *
 * Each function writes one packet of opcode 0x60 to out, which has room for
 * DTAP_MODEM_PACKET_MAX bytes, and returns its length; 0: there is no event.
 * Names of the events are in data/names.txt; what their payload means is not
 * public, so it is made up.  Pure functions, any thread.
 */
#ifndef DTAP_EVENTS_H
#define DTAP_EVENTS_H

#include "sources/simulator/modem/logs.h"

/* The events that come with this PDU. */
size_t dtap_modem_events_of_pdu(uint8_t *out, uint64_t stamp,
				const struct dtap_modem_pdu *pdu);

/* The phone camps on this cell. */
size_t dtap_modem_events_of_cell(uint8_t *out, uint64_t stamp,
				 const struct dtap_modem_cell *cell);

#endif

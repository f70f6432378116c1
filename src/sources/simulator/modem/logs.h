/* SPDX-License-Identifier: MIT */
/*
 * logs.h - the bodies of the made-up modem's log packets.
 *
 * Pure functions that write to the caller's memory: out has room for
 * MODEM_BODY_MAX bytes.  Any thread, as long as nobody else rolls the dice.
 */
#ifndef DTAP_LOGS_H
#define DTAP_LOGS_H

#include "sources/simulator/modem/pdus.h"
#include "sources/simulator/random.h"

#define MODEM_BODY_MAX 2048

/* What a radio is tuned to, and how its firmware writes about it. */
struct modem_cell {
	uint8_t lte_version; /* of 0xB0C0: 20 or 26 */
	uint8_t nr_version;  /* of 0xB821: 9 or 17 */
	uint8_t subframe;
	uint16_t sfn;
	uint16_t pci, nr_pci;
	uint32_t earfcn, nr_arfcn;
};

/*
 * The log of a PDU, its fields drawn anew.  Returns the body's length and puts
 * the log code into *code.
 */
size_t modem_log_pdu(uint8_t *out, uint16_t *code, const struct modem_pdu *pdu,
		     const struct modem_cell *cell,
		     struct modem_random *random);

/* 0xB0C2, version 3: the serving cell in full. */
size_t modem_log_serving_cell(uint8_t *out, uint16_t *code,
			      const struct modem_cell *cell);

/*
 * A measurement or MAC log whose inside nobody needs: bytes at random under a
 * code, of a size that the code has in life.
 */
size_t modem_log_opaque(uint8_t *out, uint16_t *code,
			struct modem_random *random);

#endif

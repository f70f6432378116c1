/* SPDX-License-Identifier: MIT */
/*
 * logs.h - the bodies of the made-up modem's log packets.
 *
 * Pure functions that write to the memory of the caller: out has room for
 * DTAP_MODEM_BODY_MAX bytes.  Any thread; `random` belongs to the caller.
 */
#ifndef DTAP_LOGS_H
#define DTAP_LOGS_H

#include "sources/simulator/modem/pdus.h"
#include "sources/simulator/random.h"

#define DTAP_MODEM_BODY_MAX 2048

/* The cell of a radio, and the versions of its logs. */
struct dtap_modem_cell {
	uint8_t lte_version; /* of 0xB0C0: 20 or 26 */
	uint8_t nr_version;  /* of 0xB821: 9 or 17 */
	uint8_t subframe;
	uint16_t sfn;
	uint16_t pci, nr_pci;
	uint32_t earfcn, nr_arfcn;
};

/*
 * The log of a PDU, with new random fields.  Returns the length of the body and
 * sets *code to the log code.
 */
size_t dtap_modem_log_pdu(uint8_t *out, uint16_t *code,
			  const struct dtap_modem_pdu *pdu,
			  const struct dtap_modem_cell *cell,
			  struct dtap_random *random);

/* 0xB0C2, version 3: the serving cell in full. */
size_t dtap_modem_log_serving_cell(uint8_t *out, uint16_t *code,
				   const struct dtap_modem_cell *cell);

/* 0xB193 with sub-packet 0x19, version 18: how strong the cell is received. */
size_t dtap_modem_log_signal(uint8_t *out, uint16_t *code,
			     const struct dtap_modem_cell *cell,
			     struct dtap_random *random);

/*
 * A log of the lower layers: random bytes under a log code whose body is not
 * decoded, of a size that is usual for this code.
 */
size_t dtap_modem_log_opaque(uint8_t *out, uint16_t *code,
			     struct dtap_random *random);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * logs.h - the bodies of the made-up modem's log packets.
 *
 * Pure functions that write to the memory of the caller: out has room for
 * DTAP_MODEM_BODY_MAX bytes.  Any thread; `random` belongs to the caller.
 */
#ifndef DTAP_LOGS_H
#define DTAP_LOGS_H

#include <stdbool.h>

#include "sources/simulator/modem/pdus.h"
#include "sources/simulator/random.h"

#define DTAP_MODEM_BODY_MAX 2048

/* As SIB1 of pdus_lte_rrc.c has them. */
#define DTAP_MODEM_TAC           1
#define DTAP_MODEM_CELL_IDENTITY 0x00d1a91

/* What is received of a cell, in sixteenths of a dB (RSRP: of a dBm). */
struct dtap_modem_signal {
	int32_t rsrp, rsrq; /* rsrp 0: nobody has measured it */
};

/* A cell near by, to which the phone may go. */
struct dtap_modem_neighbour {
	uint16_t pci;
	uint32_t earfcn;
	struct dtap_modem_signal signal;
};

/* The cell of a radio, and the versions of its logs. */
struct dtap_modem_cell {
	uint8_t lte_version; /* of 0xB0C0: 20 or 26 */
	uint8_t nr_version;  /* of 0xB821: 9 or 17 */
	uint8_t subframe;
	uint16_t sfn;
	uint16_t pci, nr_pci;
	uint32_t earfcn, nr_arfcn;
	uint16_t tac;
	uint32_t identity;
	struct dtap_modem_signal signal;
	struct dtap_modem_neighbour neighbour; /* if signal is known */
};

/* Sets the number of the frame and the subframe to those of this time. */
void dtap_modem_cell_set_time(struct dtap_modem_cell *cell, int64_t unix_us);

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
 * 0xB195 (in a connection) or 0xB192 (idle) with one measured cell: the
 * neighbour of this cell.
 */
size_t dtap_modem_log_neighbour(uint8_t *out, uint16_t *code,
				const struct dtap_modem_cell *cell,
				bool connected);

/*
 * A log of the lower layers: random bytes under a log code whose body is not
 * decoded, of a size that is usual for this code; of NR only with nr.
 */
size_t dtap_modem_log_opaque(uint8_t *out, uint16_t *code, bool nr,
			     struct dtap_random *random);

#endif

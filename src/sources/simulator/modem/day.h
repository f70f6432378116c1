/* SPDX-License-Identifier: MIT */
/*
 * day.h - the other story of the made-up modem: a few minutes of one phone, as
 * people know them, in the order and at the pace of a real one.
 *
 * The phone attaches, is paged, measures, is handed over to a stronger cell,
 * updates its tracking area, is rejected once, hears a storm of pagings, uses
 * NR and GSM, detaches, and begins again.  There are three LTE cells; how
 * strong they are walks from second to second towards what the scene says.
 *
 * It has no clock: the caller gives the time, which must not go back by more
 * than containers do.  Owned by one modem, no locking.
 */
#ifndef DTAP_DAY_H
#define DTAP_DAY_H

#include "sources/simulator/modem/logs.h"

struct dtap_modem_day {
	size_t scene, step;
	int64_t due_us;    /* of the next step; 0: the day has not begun */
	int64_t end_us;    /* of the scene, if it repeats its last steps */
	int64_t walked_us; /* when the signal changed */
	int64_t second_us; /* when the second SIM is paged next */
	struct dtap_modem_cell cell;
	struct dtap_modem_cell second; /* of the second SIM */
};

/* What the phone does at a time. */
enum dtap_modem_act {
	DTAP_MODEM_MEASURES, /* no step is due */
	DTAP_MODEM_SPEAKS,   /* a PDU is sent or received */
	DTAP_MODEM_CAMPS,    /* the cell is logged: it may be another one */
};

/* Sets up the cells; the day begins at the first dtap_modem_day_next(). */
void dtap_modem_day_begin(struct dtap_modem_day *day);

/*
 * Goes on to this time and takes the next step if one is due.  *pdu is set if
 * the answer is DTAP_MODEM_SPEAKS.
 */
enum dtap_modem_act dtap_modem_day_next(struct dtap_modem_day *day,
					int64_t unix_us,
					struct dtap_random *random,
					const struct dtap_modem_pdu **pdu);

/* The second SIM is paged at this time: the PDU of it, or NULL. */
const struct dtap_modem_pdu *dtap_modem_day_second(struct dtap_modem_day *day,
						   int64_t unix_us);

/* The phone has a connection; it measures LTE cells. */
bool dtap_modem_day_connected(const struct dtap_modem_day *day);
bool dtap_modem_day_on_lte(const struct dtap_modem_day *day);

#endif

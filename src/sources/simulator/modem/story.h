/* SPDX-License-Identifier: MIT */
/*
 * story.h - the story for tests and measurements: everything that the made-up
 * modem can do, dense and in a random order.  It finds a cell, attaches, is
 * paged, measures, goes to NR or GSM and back, detaches, without end.
 *
 * A scene is a list of PDUs.  A table says which scenes may follow which; a
 * random number chooses one.  Owned by one modem, no locking.
 */
#ifndef DTAP_STORY_H
#define DTAP_STORY_H

#include "sources/simulator/modem/logs.h"

struct dtap_modem_story {
	size_t scene, step;
	struct dtap_modem_cell cell;   /* of the first radio */
	struct dtap_modem_cell second; /* of the second SIM */
};

/* Starts before the search for a cell. */
void dtap_modem_story_begin(struct dtap_modem_story *story,
			    struct dtap_random *random);

/* Sets the frame numbers of both radios for this time. */
void dtap_modem_story_tick(struct dtap_modem_story *story, int64_t unix_us);

/* The next PDU of the first radio. */
const struct dtap_modem_pdu *dtap_modem_story_next(
	struct dtap_modem_story *story, struct dtap_random *random);

/* A PDU that the second SIM receives: it is always idle. */
const struct dtap_modem_pdu *dtap_modem_story_second(
	struct dtap_random *random);

#endif

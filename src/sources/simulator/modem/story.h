/* SPDX-License-Identifier: MIT */
/*
 * story.h - what happens to the made-up modem: it finds a cell, attaches, is
 * paged, measures, hands over to NR or GSM and back, detaches, for ever.
 *
 * A scene is a list of PDUs; which scene follows which is a table, and the
 * dice choose.  Owned by one modem, no locking.
 */
#ifndef DTAP_STORY_H
#define DTAP_STORY_H

#include "sources/simulator/modem/logs.h"

struct modem_story {
	size_t scene, step;
	struct modem_cell cell;   /* of the first radio */
	struct modem_cell second; /* of the second SIM's */
};

/* The start: about to search a cell. */
void modem_story_begin(struct modem_story *story, struct modem_random *random);

/* Both radios' frame numbers at a time. */
void modem_story_tick(struct modem_story *story, int64_t unix_us);

/* The next PDU of the first radio. */
const struct modem_pdu *modem_story_next(struct modem_story *story,
					 struct modem_random *random);

/* What the second SIM hears meanwhile: it only idles. */
const struct modem_pdu *modem_story_second(struct modem_random *random);

#endif

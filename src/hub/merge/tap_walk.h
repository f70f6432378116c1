/* SPDX-License-Identifier: MIT */
/*
 * tap_walk.h - all that is held of a tap, record by record: boots in the order
 * of their first times, containers in the order of their numbers.
 *
 * Where containers are missing a loss record comes first, with the time of the
 * record behind it.  Before the first container of the first boot nobody knows
 * what was; a later boot begins with number 0.  A record that is there twice
 * comes once.
 *
 * One owner, one thread.  Neither holding nor spool change meanwhile.
 */
#ifndef DTAP_TAP_WALK_H
#define DTAP_TAP_WALK_H

#include "hub/merge/holding.h"
#include "hub/merge/spool.h"

struct dtap_tap_walk;

struct dtap_walk_record {
	int64_t time;               /* ns since 1970 */
	const uint8_t *data;        /* from the preamble on */
	uint32_t size, original;    /* as of pcap */
	enum dtap_origin origin;    /* not of a loss */
	struct dtap_amount missing; /* of a loss; else zeros */
};

/* NULL: ENOMEM. */
struct dtap_tap_walk *dtap_tap_walk_new(struct dtap_held_tap *tap,
					struct dtap_spool *spool);
void dtap_tap_walk_free(struct dtap_tap_walk *walk); /* NULL is allowed */

/* The next record, valid until the next call.  0: there are no more; -1: errno.
 */
int dtap_tap_walk_next(struct dtap_tap_walk *walk,
		       struct dtap_walk_record *record);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * pace.h - when a replay gives out what was recorded at a time.
 *
 * All times count from the first one, so late waits do not add up.  A step
 * back, or one of more than 60 s ahead, means that the modem has set its clock:
 * the replay does not wait for it, and counts from there.
 *
 * Plain data, one owner.
 */
#ifndef DTAP_PACE_H
#define DTAP_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct dtap_pace {
	double speed; /* > 0; 2 is twice as fast as recorded */
	bool begun;
	int64_t base_us, base_ns; /* when recorded, when given out */
	int64_t last_us, last_ns; /* of the last call */
};

struct dtap_pace dtap_pace_begin(double speed);

/*
 * When to give out what was recorded at unix_us, on the clock of now_ns.  The
 * first is now; a result is never before that of the last call.
 */
int64_t dtap_pace_due(struct dtap_pace *pace, int64_t unix_us, int64_t now_ns);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * pace.h - when a replay gives out what was recorded at a time.
 *
 * Moments count from the first one, so waits that end late do not add up.
 * A step back, or one of more than 60 s onwards, is the modem setting its
 * clock: it is not waited for, and moments count from there.
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
	int64_t base_us, base_ns; /* recorded then, given out then */
	int64_t last_us, last_ns; /* of the call before */
};

struct dtap_pace dtap_pace_begin(double speed);

/*
 * The moment to give out what was recorded at unix_us, on the clock of now_ns;
 * it is now for the first, and never before that of the call before.
 */
int64_t dtap_pace_due(struct dtap_pace *pace, int64_t unix_us, int64_t now_ns);

#endif

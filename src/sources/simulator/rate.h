/* SPDX-License-Identifier: MIT */
/*
 * rate.h - when the next of so many a second is due.
 *
 * Times are nanoseconds of any clock that does not go back; they come in as
 * arguments.  Nothing drifts: each is due a period after the one before, not
 * after it was taken.  A reader that is late gets what it missed at once, but
 * at most a second's worth.  Plain memory, one thread.
 */
#ifndef DTAP_RATE_H
#define DTAP_RATE_H

#include <stdint.h>

struct dtap_rate {
	double period;
	double due;
};

/* The first is due now. */
struct dtap_rate dtap_rate_begin(double per_second, int64_t now);

/* When the next is due: in the past, it is due at once. */
int64_t dtap_rate_due(struct dtap_rate *rate, int64_t now);

/* It has been taken: on to the one behind it. */
void dtap_rate_take(struct dtap_rate *rate);

#endif

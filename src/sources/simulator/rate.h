/* SPDX-License-Identifier: MIT */
/*
 * rate.h - when the next item is due, at a rate per second.
 *
 * Times are nanoseconds of any clock that does not go back; the caller passes
 * them in.  Each item is due one period after the one before was due, so the
 * rate does not drift.  A late reader gets the missed items at once, but at
 * most those of one second.  Plain memory, one thread.
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

/* When the next is due; a time in the past means now. */
int64_t dtap_rate_due(struct dtap_rate *rate, int64_t now);

/* The present one was taken: go on to the next. */
void dtap_rate_take(struct dtap_rate *rate);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * rate_limit.h - so many of a kind in a period, and the rest counted.
 *
 * What clients cause may come by the thousand: a log that says each of them is
 * no use to anybody, and costs the disk.  So some are written, and then how
 * many were not.
 *
 * Plain data, one owner.  Knows no clock: the caller says what time it is.
 */
#ifndef DTAP_RATE_LIMIT_H
#define DTAP_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct dtap_rate_limit {
	unsigned most;  /* of them in a period */
	int64_t period; /* ns */
	/* Private, zeros at first. */
	int64_t began; /* the period that the last one fell into */
	unsigned passed;
	uint64_t left_out;
};

/* One more, at a monotonic time: true, write it; false, it was counted. */
bool dtap_rate_limit_pass(struct dtap_rate_limit *limit, int64_t now);

/*
 * How many were left out, once their period is over; then 0 again.  Asked
 * before dtap_rate_limit_pass(), and now and then without it.
 */
uint64_t dtap_rate_limit_left_out(struct dtap_rate_limit *limit, int64_t now);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * rate_limit.h - lets a number of events pass in a period, and counts the rest.
 *
 * Clients can cause thousands of lines in the log.  Nobody can read so many,
 * and they fill the disk.  So some lines are written, and then a line with the
 * number of those that were not.
 *
 * Plain data, one owner.  It has no clock: the caller passes the time.
 */
#ifndef DTAP_RATE_LIMIT_H
#define DTAP_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct dtap_rate_limit {
	unsigned most;  /* events that pass in a period */
	int64_t period; /* ns */
	/* Private; zeros at first. */
	int64_t began; /* the period of the last event */
	unsigned passed;
	uint64_t left_out;
};

/* An event, at a monotonic time.  True: it passes.  False: it was counted. */
bool dtap_rate_limit_pass(struct dtap_rate_limit *limit, int64_t now);

/*
 * Returns how many events did not pass, when their period is over; the next
 * call returns 0.  Call it before dtap_rate_limit_pass(), and from time to
 * time.
 */
uint64_t dtap_rate_limit_left_out(struct dtap_rate_limit *limit, int64_t now);

#endif

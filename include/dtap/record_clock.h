/* SPDX-License-Identifier: MIT */
/*
 * record_clock.h - what time it is for records: the host's clock and an offset.
 *
 * The host of a modem may know no time (1980 until the network tells it), or
 * the wrong one; its clock is not ours to set.  So an offset can be given while
 * traffic flows, and counts for all that is read from then on.
 *
 * Shared by all taps.  Any thread may set and ask; the offset is atomic.
 */
#ifndef DTAP_RECORD_CLOCK_H
#define DTAP_RECORD_CLOCK_H

#include <stdint.h>
#include <time.h>

struct dtap_record_clock;

/* Seconds that an offset may be at most, either way: 127 years. */
#define DTAP_RECORD_CLOCK_MAX_S 4000000000

/* Of an offset in ns.  NULL: ENOMEM. */
struct dtap_record_clock *dtap_record_clock_new(int64_t offset);
void dtap_record_clock_free(
	struct dtap_record_clock *record_clock); /* NULL is allowed */

void dtap_record_clock_set(struct dtap_record_clock *record_clock,
			   int64_t offset);
int64_t dtap_record_clock_offset(const struct dtap_record_clock *record_clock);

/*
 * Host and offset, but within what a record can say: 1970 to 2106.  NULL is
 * the host's clock alone.
 */
struct timespec dtap_record_clock_now(
	const struct dtap_record_clock *record_clock);

/* The same of a host's time that is given. */
struct timespec dtap_record_clock_at(
	const struct dtap_record_clock *record_clock, struct timespec host);

/* How often the time of a tap's records went back, as they follow each other.
 */
struct dtap_steps {
	uint64_t count;
	int64_t last; /* ns by which it did the last time */
};

#endif

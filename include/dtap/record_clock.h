/* SPDX-License-Identifier: MIT */
/*
 * record_clock.h - the clock of records: the host's clock plus an offset.
 *
 * The host of a modem may not know the time (it is 1980 until the network says
 * better), and we do not set its clock.  So an offset can be set while traffic
 * flows.  It is valid for everything that is read from then on.
 *
 * One clock can serve several taps.  Any thread may call any function but free;
 * the offset is atomic.
 */
#ifndef DTAP_RECORD_CLOCK_H
#define DTAP_RECORD_CLOCK_H

#include <stdint.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dtap_record_clock;

/* The largest offset that makes sense, in seconds, forward or back: 127 years.
 */
#define DTAP_RECORD_CLOCK_MAX_S 4000000000

/* offset: in ns.  NULL: ENOMEM. */
struct dtap_record_clock *dtap_record_clock_new(int64_t offset);

/* No tap uses it any more.  NULL is allowed. */
void dtap_record_clock_free(struct dtap_record_clock *record_clock);

void dtap_record_clock_set(struct dtap_record_clock *record_clock,
			   int64_t offset);
int64_t dtap_record_clock_offset(const struct dtap_record_clock *record_clock);

/*
 * The time of a record that is made now, within what pcap can say: 1970 to
 * 2106.  NULL: the host's clock, without an offset.
 */
struct timespec dtap_record_clock_now(
	const struct dtap_record_clock *record_clock);

/* The same, for a given time of the host. */
struct timespec dtap_record_clock_at(
	const struct dtap_record_clock *record_clock, struct timespec host);

/* How often the time of a tap's records went back. */
struct dtap_steps {
	uint64_t count;
	int64_t last; /* ns by which it went back the last time */
};

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
#include <dtap/record_clock.h>

#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"

struct dtap_record_clock {
	_Atomic int64_t offset; /* ns */
};

struct dtap_record_clock *
dtap_record_clock_new(int64_t offset)
{
	struct dtap_record_clock *record_clock = malloc(sizeof *record_clock);

	if (record_clock != NULL)
		atomic_init(&record_clock->offset, offset);
	return record_clock;
}

void
dtap_record_clock_free(struct dtap_record_clock *record_clock)
{
	free(record_clock);
}

void
dtap_record_clock_set(struct dtap_record_clock *record_clock, int64_t offset)
{
	atomic_store(&record_clock->offset, offset);
}

int64_t
dtap_record_clock_offset(const struct dtap_record_clock *record_clock)
{
	return record_clock == NULL ? 0 : atomic_load(&record_clock->offset);
}

struct timespec
dtap_record_clock_at(const struct dtap_record_clock *record_clock,
		     struct timespec host)
{
	int64_t offset = dtap_record_clock_offset(record_clock);
	int64_t seconds = (int64_t)host.tv_sec + offset / DTAP_NS_PER_S;
	int64_t ns = (int64_t)host.tv_nsec + offset % DTAP_NS_PER_S;

	if (ns < 0) {
		ns += DTAP_NS_PER_S;
		seconds--;
	} else if (ns >= DTAP_NS_PER_S) {
		ns -= DTAP_NS_PER_S;
		seconds++;
	}
	if (seconds < 0)
		return (struct timespec){0};
	if (seconds > UINT32_MAX)
		seconds = UINT32_MAX;
	return (struct timespec){(time_t)seconds, (long)ns};
}

struct timespec
dtap_record_clock_now(const struct dtap_record_clock *record_clock)
{
	struct timespec host;

	clock_gettime(CLOCK_REALTIME, &host);
	return dtap_record_clock_at(record_clock, host);
}

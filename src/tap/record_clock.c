/* SPDX-License-Identifier: MIT */
#include <dtap/record_clock.h>

#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"

struct dtap_wall {
	_Atomic int64_t offset; /* ns */
};

struct dtap_wall *
dtap_wall_new(int64_t offset)
{
	struct dtap_wall *wall = malloc(sizeof *wall);

	if (wall != NULL)
		atomic_init(&wall->offset, offset);
	return wall;
}

void
dtap_wall_free(struct dtap_wall *wall)
{
	free(wall);
}

void
dtap_wall_set(struct dtap_wall *wall, int64_t offset)
{
	atomic_store(&wall->offset, offset);
}

int64_t
dtap_wall_offset(const struct dtap_wall *wall)
{
	return wall == NULL ? 0 : atomic_load(&wall->offset);
}

struct timespec
dtap_wall_at(const struct dtap_wall *wall, struct timespec host)
{
	int64_t offset = dtap_wall_offset(wall);
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
dtap_wall_now(const struct dtap_wall *wall)
{
	struct timespec host;

	clock_gettime(CLOCK_REALTIME, &host);
	return dtap_wall_at(wall, host);
}

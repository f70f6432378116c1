/* SPDX-License-Identifier: MIT */
#include "sources/file/pace.h"

#define STEP_US    60000000
#define FOREVER_NS INT64_C(1000000000000000000) /* 31 years */

struct dtap_pace
dtap_pace_begin(double speed)
{
	return (struct dtap_pace){.speed = speed};
}

static void
rebase(struct dtap_pace *pace, int64_t unix_us, int64_t ns)
{
	pace->begun = true;
	pace->base_us = pace->last_us = unix_us;
	pace->base_ns = pace->last_ns = ns;
}

int64_t
dtap_pace_due(struct dtap_pace *pace, int64_t unix_us, int64_t now_ns)
{
	double wait_ns;

	if (!pace->begun)
		rebase(pace, unix_us, now_ns);
	if (unix_us < pace->last_us || unix_us - pace->last_us > STEP_US)
		rebase(pace, unix_us, pace->last_ns);
	wait_ns = (double)(unix_us - pace->base_us) * 1000 / pace->speed;
	/* A speed near 0 would leave the range of an int64_t. */
	if (wait_ns > (double)FOREVER_NS)
		wait_ns = (double)FOREVER_NS;
	pace->last_us = unix_us;
	pace->last_ns = pace->base_ns + (int64_t)wait_ns;
	return pace->last_ns;
}

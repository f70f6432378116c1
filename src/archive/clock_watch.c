/* SPDX-License-Identifier: MIT */
#include "archive/clock_watch.h"

#include "base/clock.h"

int64_t
dtap_clock_watch_look(struct dtap_clock_watch *watch,
		      const struct dtap_moment *now, int64_t *before)
{
	const struct dtap_moment last = watch->last;
	int64_t passed = (now->passed - last.passed) / DTAP_NS_PER_S;
	int64_t jump;

	watch->last = *now;
	*before = last.wall + passed;
	jump = now->wall - *before;
	if (last.wall == 0 ||
	    (jump < DTAP_CLOCK_JUMP && jump > -DTAP_CLOCK_JUMP))
		return 0;
	return jump;
}

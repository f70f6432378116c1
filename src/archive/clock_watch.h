/* SPDX-License-Identifier: MIT */
/*
 * clock_watch.h - whether the wall clock was set since it was last looked at.
 *
 * Plain data, one owner.  All zeros at first.
 */
#ifndef DTAP_CLOCK_WATCH_H
#define DTAP_CLOCK_WATCH_H

#include "archive/options.h"

/* s; less is a clock that is slewed, or read a little later. */
#define DTAP_CLOCK_JUMP 60

struct dtap_clock_watch {
	struct dtap_moment last; /* zeros: never */
};

/*
 * The seconds by which the clock was set forward since the last call (or back,
 * if below 0); 0: it was not.  *before: what it would show otherwise.
 */
int64_t dtap_clock_watch_look(struct dtap_clock_watch *watch,
			      const struct dtap_moment *now, int64_t *before);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * lag.h - how often a subscriber lagged, and whether a warning is due.
 *
 * A lag begins with a loss.  It lasts until the subscriber has caught up with
 * the ring, however much more it loses before that.  Belongs to the fan-out
 * thread; any thread may read the count.  What was lost, the ring knows
 * (dtap_ring_lost).
 */
#ifndef DTAP_LAG_H
#define DTAP_LAG_H

#include <stdbool.h>

#include <dtap/container.h>

/* All zeros: nothing was lost. */
struct dtap_lag {
	bool lagging;
	bool unreported; /* began, and dtap_lag_began() was not asked yet */
	_Atomic uint64_t lags;
};

/* Counts a lag: the subscriber lost something, because it fell behind. */
void dtap_lag_note(struct dtap_lag *lag);

/* The subscriber is stalled: `missed` left the ring since it took a block. */
void dtap_lag_check(struct dtap_lag *lag, const struct dtap_amount *missed);

void dtap_lag_caught_up(struct dtap_lag *lag);

/* True once for each lag. */
bool dtap_lag_began(struct dtap_lag *lag);

#endif

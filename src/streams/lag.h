/* SPDX-License-Identifier: MIT */
/*
 * lag.h - what a subscriber lost, and whether that is news.
 *
 * A lag begins with a loss and lasts until the subscriber has caught up with
 * the ring, however much more it loses meanwhile.  The fan-out thread's; the
 * sums may be read by any.
 */
#ifndef DTAP_LAG_H
#define DTAP_LAG_H

#include <stdbool.h>

#include <dtap/container.h>

/* Zeroed, nothing was lost. */
struct dtap_lag {
	bool lagging, is_new;
	_Atomic uint64_t lags, containers, bytes;
};

/* Lost, and not for the subscriber's slowness. */
void dtap_lag_count(struct dtap_lag *lag, const struct dtap_amount *loss);

/* Lost because it fell behind. */
void dtap_lag_note(struct dtap_lag *lag, const struct dtap_amount *loss);

/* It sleeps, and has begun to lose. */
void dtap_lag_look(struct dtap_lag *lag, const struct dtap_amount *missed);

void dtap_lag_caught_up(struct dtap_lag *lag);

/* True once for each lag. */
bool dtap_lag_began(struct dtap_lag *lag);

struct dtap_amount dtap_lag_lost(const struct dtap_lag *lag);

#endif

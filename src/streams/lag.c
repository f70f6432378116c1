/* SPDX-License-Identifier: MIT */
#include "streams/lag.h"

#include <stdatomic.h>

void
dtap_lag_note(struct dtap_lag *lag)
{
	/* A lag that was not reported yet stays so, even if it lags again. */
	lag->unreported = lag->unreported || !lag->lagging;
	lag->lagging = true;
	atomic_fetch_add(&lag->lags, 1);
}

void
dtap_lag_check(struct dtap_lag *lag, const struct dtap_amount *missed)
{
	if (lag->lagging || missed->containers == 0)
		return;
	lag->lagging = true;
	lag->unreported = true;
}

void
dtap_lag_caught_up(struct dtap_lag *lag)
{
	lag->lagging = false;
}

bool
dtap_lag_began(struct dtap_lag *lag)
{
	bool began = lag->unreported;

	lag->unreported = false;
	return began;
}

/* SPDX-License-Identifier: MIT */
#include "sources/simulator/rate.h"

#define SECOND   1e9
#define CATCH_UP SECOND

struct dtap_rate
dtap_rate_begin(double per_second, int64_t now)
{
	return (struct dtap_rate){SECOND / per_second, (double)now};
}

int64_t
dtap_rate_due(struct dtap_rate *rate, int64_t now)
{
	double oldest = (double)now - CATCH_UP;

	if (rate->due < oldest)
		rate->due = oldest;
	return (int64_t)rate->due;
}

void
dtap_rate_take(struct dtap_rate *rate)
{
	rate->due += rate->period;
}

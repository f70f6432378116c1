/* SPDX-License-Identifier: MIT */
#include "base/rate_limit.h"

static bool
is_over(const struct dtap_rate_limit *limit, int64_t now)
{
	return now - limit->began >= limit->period;
}

bool
dtap_rate_limit_pass(struct dtap_rate_limit *limit, int64_t now)
{
	if (limit->passed == 0 || is_over(limit, now)) {
		limit->began = now;
		limit->passed = 0;
	}
	if (limit->passed == limit->most) {
		limit->left_out++;
		return false;
	}
	limit->passed++;
	return true;
}

uint64_t
dtap_rate_limit_left_out(struct dtap_rate_limit *limit, int64_t now)
{
	uint64_t count = limit->left_out;

	if (count == 0 || !is_over(limit, now))
		return 0;
	limit->left_out = 0;
	return count;
}

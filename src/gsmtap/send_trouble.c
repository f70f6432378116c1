/* SPDX-License-Identifier: MIT */
#include "gsmtap/send_trouble.h"

#include "base/clock.h"

static bool
is_old(const struct dtap_send_trouble *trouble, int64_t now)
{
	return now - trouble->failed_at >= DTAP_SEND_TROUBLE_S * DTAP_NS_PER_S;
}

bool
dtap_send_trouble_failed(struct dtap_send_trouble *trouble, int64_t now)
{
	bool begins = !trouble->lasts || is_old(trouble, now);

	trouble->lasts = true;
	trouble->failed_at = now;
	return begins;
}

bool
dtap_send_trouble_sent(struct dtap_send_trouble *trouble, int64_t now)
{
	bool ends = trouble->lasts && is_old(trouble, now);

	trouble->lasts = trouble->lasts && !ends;
	return ends;
}

/* SPDX-License-Identifier: MIT */
#include "daemon/watchdog.h"

static const char *
ask_readers(struct dtap_watchdog *watchdog)
{
	const struct dtap_service *service = watchdog->service;
	const char *bad = NULL;

	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL &&
		    !dtap_tap_is_alive(service->taps[i].tap,
				       &watchdog->turns[i]))
			bad = service->taps[i].name;
	return bad;
}

const char *
dtap_watchdog_ask(struct dtap_watchdog *watchdog)
{
	struct dtap_fanout *fanout = watchdog->service->fanout;
	bool answered = !watchdog->asked || dtap_fanout_has_answered(fanout);
	const char *bad = ask_readers(watchdog);

	if (answered)
		dtap_fanout_ask(fanout);
	watchdog->asked = true;
	return answered ? bad : "the fan-out";
}

/* SPDX-License-Identifier: MIT */
/*
 * watchdog.h - asks the threads that carry data whether they still do.
 *
 * A sign of life of the main thread would say nothing of them.  A reader that
 * is inside read(2), or waits to open its device again, is well: a modem that
 * says nothing is no fault.  One that has been in our own code since it was
 * asked last is not; nor is a fan-out that has not gone round since.
 *
 * One owner, main thread.
 */
#ifndef DTAP_WATCHDOG_H
#define DTAP_WATCHDOG_H

#include "service/service.h"

struct dtap_watchdog {
	const struct dtap_service *service;
	uint64_t turns[DTAP_MAX_TAPS]; /* of the readers, when asked last */
	bool asked;
};

/*
 * Asks again, and judges by the answers to the call before.  NULL: all are
 * well; else the name of what is not, for people.
 */
const char *dtap_watchdog_ask(struct dtap_watchdog *watchdog);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * attempt.h - connects a link on a thread of its own, so that a signal to the
 * reader ends it.
 *
 * A link waits for each server for up to 20 seconds, and libnats tries again
 * after a signal.  The reader that stops must not wait for that.
 */
#ifndef DTAP_ATTEMPT_H
#define DTAP_ATTEMPT_H

#include "nats/link.h"

/*
 * As link->connect, for half a minute at most.  DTAP_LINK_CANCELLED with errno:
 * EINTR, a signal came; ETIMEDOUT; any other, there is no thread.
 */
enum dtap_link_result dtap_attempt_connect(
	struct dtap_link *link, const struct dtap_link_events *events,
	char why[DTAP_LINK_WHY]);

#endif

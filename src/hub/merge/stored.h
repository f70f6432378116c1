/* SPDX-License-Identifier: MIT */
/*
 * stored.h - takes all messages of some devices that a server of NATS stores.
 *
 * What devices have sent is hostile: a message that is not exactly as
 * docs/wire.md says is left out, and counted.  One owner, one thread, which
 * waits for the server.
 */
#ifndef DTAP_STORED_H
#define DTAP_STORED_H

#include "hub/consumer.h"
#include "hub/merge/intake.h"
#include "hub/selection.h"

struct dtap_stored {
	struct dtap_hub_connection *connection;
	const struct dtap_selection *selection;
	const struct dtap_log *log;
	struct dtap_holding *holding;
	struct dtap_intake *intake; /* spool and span are set */

	/* Counted. */
	uint64_t messages;
	uint64_t refused;
};

/* False: the log says why; the server does not answer, the spool is full. */
bool dtap_stored_take(struct dtap_stored *stored);

#endif

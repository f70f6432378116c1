/* SPDX-License-Identifier: MIT */
/*
 * received.h - a message that libnats has delivered, as a link tells it.
 *
 * It points into the message, which outlives it.  No state; any thread.
 */
#ifndef DTAP_RECEIVED_H
#define DTAP_RECEIVED_H

#include "nats/libnats.h"
#include "nats/link.h"

struct dtap_received {
	struct dtap_link_delivery delivery; /* first */

	/* Private. */
	const struct dtap_libnats *nats;
	natsMsg *message;
};

/* inbox: subjects of answers begin so. */
void dtap_received_read(struct dtap_received *received,
			const struct dtap_libnats *nats, natsMsg *message,
			const char *inbox);

#endif

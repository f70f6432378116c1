/* SPDX-License-Identifier: MIT */
/*
 * nats_message.h - messages of a link, and those of libnats.
 *
 * No state; any thread.
 */
#ifndef DTAP_NATS_MESSAGE_H
#define DTAP_NATS_MESSAGE_H

#include "nats/libnats.h"
#include "nats/link.h"

/* What libnats has delivered.  It points into the message, which outlives it.
 */
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

/* For publish; the caller destroys *made, which is NULL if there is none. */
natsStatus dtap_nats_message_make(const struct dtap_libnats *nats,
				  const struct dtap_link_message *message,
				  natsMsg **made);

#endif

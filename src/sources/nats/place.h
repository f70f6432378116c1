/* SPDX-License-Identifier: MIT */
/*
 * place.h - the place of a source "nats" in the stream of its device.
 *
 * The server keeps a consumer for it, which is made again for each connection,
 * behind the last message that came (fleet/pull.h).  A stream that is younger
 * than this place was made again: then all of it is read.
 *
 * The functions that wait return DTAP_LINK_CANCELLED if a signal came.  One
 * owner, one thread.
 */
#ifndef DTAP_NATS_PLACE_H
#define DTAP_NATS_PLACE_H

#include "fleet/ack_subject.h"
#include "fleet/pull.h"
#include "sources/nats/inbox.h"

struct dtap_nats_place {
	/* The owner's; they outlive it. */
	struct dtap_link *link;
	struct dtap_inbox *inbox;
	const char *prefix;    /* of the subjects of answers */
	struct dtap_pull pull; /* stream, filters, start */

	char detail[DTAP_LINK_WHY]; /* of the last trouble, or "" */

	/* Private. */
	unsigned made; /* consumers that were asked for */
};

/*
 * Makes the consumer, on a new connection.  0, or a trouble (trouble.h).
 */
unsigned dtap_nats_place_make(struct dtap_nats_place *place);

/* Asks for more messages, if those that were asked for have come.  0, or a
 * trouble. */
unsigned dtap_nats_place_ask(struct dtap_nats_place *place);

/*
 * Looks at what was delivered.  True: it is a message of the stream that has
 * not come before, and *ack says where it stands.
 */
bool dtap_nats_place_take(struct dtap_nats_place *place,
			  const struct dtap_letter *letter,
			  struct dtap_ack_subject *ack);

/* The connection ends: the server may forget the consumer. */
void dtap_nats_place_leave(struct dtap_nats_place *place);

#endif

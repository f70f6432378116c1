/* SPDX-License-Identifier: MIT */
/*
 * inbox.h - what the threads of a link deliver, for the reader.
 *
 * A reader asks for a bounded number of messages at a time (fleet/pull.h), so
 * an honest server never fills the queue.  One that sends more is dropped as if
 * it had closed the connection.  One lock, held to copy pointers.
 */
#ifndef DTAP_INBOX_H
#define DTAP_INBOX_H

#include "fleet/fleet_message.h"
#include "nats/link.h"

struct dtap_inbox;

/* One that was delivered; free() it. */
struct dtap_letter {
	struct dtap_letter *next;
	/* Each is NULL if there is none; memory of the letter. */
	const char *subject, *token, *reply;
	const char *status, *description; /* headers of an answer */
	const char *values[DTAP_FLEET_HEADERS];
	const uint8_t *data;
	size_t size;
	bool no_responder;
};

/* NULL: errno. */
struct dtap_inbox *dtap_inbox_new(void);
void dtap_inbox_free(struct dtap_inbox *inbox); /* or NULL */

/* The events of a link that fill it; it is empty and open from now on. */
struct dtap_link_events dtap_inbox_events(struct dtap_inbox *inbox);

/* NULL: there is none. */
struct dtap_letter *dtap_inbox_next(struct dtap_inbox *inbox);

/* True: nothing comes any more.  why: what the server said last, or "". */
bool dtap_inbox_is_closed(struct dtap_inbox *inbox, char why[DTAP_LINK_WHY]);

/* Waits for news.  It may return early.  False, errno EINTR: a signal came. */
bool dtap_inbox_await(struct dtap_inbox *inbox, int timeout_ms);

#endif

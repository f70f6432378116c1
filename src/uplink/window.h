/* SPDX-License-Identifier: MIT */
/*
 * window.h - the messages of a tap that the server has not stored yet.
 *
 * Each is sent until it is acknowledged, the lowest number first: while one has
 * to wait before it is sent again, no later one is sent.  How many may be on
 * the way follows the time that answers take.  So a slow line is never given
 * more than it carries in about a second, and no write to it has to wait.
 *
 * Pure bookkeeping: the caller passes the time, monotonic ns.  One owner, one
 * thread.
 */
#ifndef DTAP_WINDOW_H
#define DTAP_WINDOW_H

#include "uplink/message_builder.h"

/* Messages in a window, and on the way at the same time. */
#define DTAP_WINDOW_MESSAGES 256
#define DTAP_WINDOW_SENT     64

struct dtap_window;

/* bytes: of messages; it takes the one that exceeds it, and no more.  NULL:
 * ENOMEM. */
struct dtap_window *dtap_window_new(size_t bytes);
void dtap_window_free(struct dtap_window *window); /* with its messages */

bool dtap_window_has_room(const struct dtap_window *window);
bool dtap_window_is_empty(const struct dtap_window *window);

/* There is no room, or no more may be on the way, before an answer comes. */
bool dtap_window_is_held_up(const struct dtap_window *window);

/* There is room.  Takes the message over.  Numbers rise by 1. */
void dtap_window_add(struct dtap_window *window,
		     struct dtap_uplink_message *message);

/*
 * The message that is to be sent now, which stays the window's.  NULL: none.
 * Call _sent after it was sent; until then it is given again.
 */
const struct dtap_uplink_message *dtap_window_next(
	const struct dtap_window *window, int64_t now);
void dtap_window_sent(struct dtap_window *window, uint64_t seq, int64_t now);

/*
 * The server has answered: it is stored, it is to be sent again later, or it
 * can never be stored.  stored and drop return the message, which is the
 * caller's.  NULL or false: it was answered before, or is no message of this
 * window.
 */
struct dtap_uplink_message *dtap_window_stored(struct dtap_window *window,
					       uint64_t seq, int64_t now);
bool dtap_window_failed(struct dtap_window *window, uint64_t seq, int64_t now);
struct dtap_uplink_message *dtap_window_drop(struct dtap_window *window,
					     uint64_t seq);

/* Those without an answer for DTAP_WINDOW_WAIT are to be sent again.  Returns
 * how many there are. */
#define DTAP_WINDOW_WAIT_S 10
unsigned dtap_window_expire(struct dtap_window *window, int64_t now);

/* The connection has ended: all that is on the way is to be sent again. */
void dtap_window_reset(struct dtap_window *window);

/* When next or expire have something to do; INT64_MAX: never. */
int64_t dtap_window_due(const struct dtap_window *window, int64_t now);

struct dtap_window_status {
	unsigned messages, sent, most; /* most: that may be on the way now */
	size_t bytes;
	uint64_t resent; /* since the beginning */
};

void dtap_window_status(const struct dtap_window *window,
			struct dtap_window_status *status);

#endif

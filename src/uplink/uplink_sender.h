/* SPDX-License-Identifier: MIT */
/*
 * uplink_sender.h - a tap's part of an uplink: a cursor in its ring, the
 * messages that are made of it, and those that wait for their answers.
 *
 * When the window is full, nothing is taken: the ring is the only queue, and
 * what leaves it is lost and counted.  Private to the uplink; its thread owns
 * all of it.
 */
#ifndef DTAP_UPLINK_SENDER_H
#define DTAP_UPLINK_SENDER_H

#include <dtap/tap.h>

#include "uplink/answer.h"
#include "uplink/options.h"
#include "uplink/status.h"
#include "uplink/window.h"

struct dtap_uplink_sender {
	struct dtap_tap *tap;
	char subject[DTAP_FLEET_SUBJECT_ROOM];
	struct dtap_fleet_name name;
	int64_t linger; /* ns */
	struct dtap_subscriber cursor;
	struct dtap_message_builder *builder;
	struct dtap_window *window;
	struct dtap_block *block; /* taken, not in a message yet; or NULL */
	struct dtap_amount loss;  /* before it */
	bool ended;               /* the ring has */
	struct dtap_amount stored, dropped;
	uint64_t messages, bytes, duplicates, dropped_messages;
};

/* Subscribes to the tap, which outlives it.  -1: ENOMEM. */
int dtap_uplink_sender_init(struct dtap_uplink_sender *sender,
			    struct dtap_tap *tap,
			    const struct dtap_uplink_options *options);
void dtap_uplink_sender_clear(struct dtap_uplink_sender *sender);

/* Makes messages of what the ring has, as long as there is room for them. */
void dtap_uplink_sender_take(struct dtap_uplink_sender *sender, int64_t now);

/* When take or the window have something to do; INT64_MAX: never. */
int64_t dtap_uplink_sender_due(const struct dtap_uplink_sender *sender,
			       int64_t now);

/* The ring has ended, and all of it is stored or lost. */
bool dtap_uplink_sender_is_done(const struct dtap_uplink_sender *sender);

/* An answer to one of its messages.  False: it was answered before, or is none
 * of this sender. */
bool dtap_uplink_sender_answer(struct dtap_uplink_sender *sender, uint64_t seq,
			       const struct dtap_uplink_answer *answer,
			       int64_t now);

/* The message can never be stored. */
void dtap_uplink_sender_drop(struct dtap_uplink_sender *sender, uint64_t seq);

void dtap_uplink_sender_status(struct dtap_uplink_sender *sender,
			       struct dtap_uplink_tap_status *status);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * sequence.h - puts the messages of devices in order, drops second copies, and
 * finds what is missing.
 *
 * The server promises neither order nor that a message comes once.  A message
 * that comes too early is held until those before it have come, for a window of
 * the server's time at most; then they are missing.  What comes later than that
 * is dropped, as a second copy is.
 *
 * Of each tap of a device two boots are known, the last ones.  A boot that is
 * seen first begins with the message that is seen first; one that follows
 * another begins with message 0.
 *
 * One reader's, one thread.  No clock: the time is that of the messages.
 */
#ifndef DTAP_SEQUENCE_H
#define DTAP_SEQUENCE_H

#include "fleet/device_message.h"

struct dtap_sequence;

/*
 * The usual window: a device sends a message again when it has no answer for 10
 * s, and 5 s after a refusal at the latest (docs/wire.md, "The uplink").  A
 * shorter one takes for lost what the server stores a moment later.
 */
#define DTAP_SEQUENCE_WINDOW_S 15

struct dtap_sequence_options {
	int64_t window;   /* ns that a message is held */
	size_t held_most; /* bytes of records that are held, of all devices */
};

/* NULL: ENOMEM. */
struct dtap_sequence *dtap_sequence_new(
	const struct dtap_sequence_options *options);

/* NULL is allowed. */
void dtap_sequence_free(struct dtap_sequence *sequence);

/* Takes over a message.  False: ENOMEM; the message is freed. */
bool dtap_sequence_put(struct dtap_sequence *sequence,
		       struct dtap_device_message *message);

/* The server's time is `now`: who waits for longer than the window, waits no
 * more.  INT64_MAX: nobody waits any more. */
void dtap_sequence_expire(struct dtap_sequence *sequence, int64_t now);

/* What is missing right before a message: so many messages with so many
 * containers.  No messages: nothing is missing. */
struct dtap_sequence_gap {
	uint64_t messages, containers;
};

/* The next message in order. */
struct dtap_sequence_item {
	struct dtap_device_message *message; /* the caller's, who frees it */
	struct dtap_sequence_gap gap;
	uint32_t *mark; /* of this tap of the device, for the caller; 0 at
			   first; valid until the sequence is freed */
};

/* False: there is none now. */
bool dtap_sequence_next(struct dtap_sequence *sequence,
			struct dtap_sequence_item *item);

struct dtap_sequence_counts {
	uint64_t delivered;  /* messages */
	uint64_t duplicates; /* messages that were dropped */
	uint64_t gaps;       /* rows of missing messages */
	uint64_t missing;    /* messages in them */
	size_t held;         /* bytes, now */
	unsigned devices;    /* taps of devices that were seen */
};

struct dtap_sequence_counts dtap_sequence_counts(
	const struct dtap_sequence *sequence);

#endif

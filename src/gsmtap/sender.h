/* SPDX-License-Identifier: MIT */
/*
 * sender.h - the messages of a tap as GSMTAP, in datagrams to one address.
 *
 * The sender is one more subscriber of the tap's ring, with a thread of its
 * own.  It rewrites each block (rewrite/rewrite.h) and sends each message
 * without its record, IPv4 and UDP headers.  It never waits for the network;
 * what cannot be sent is counted, and gone.  If it is too slow itself, it loses
 * what leaves the ring, like a stream.  It does not count as a stream: no
 * replay waits for it to begin.
 */
#ifndef DTAP_SENDER_H
#define DTAP_SENDER_H

#include <dtap/tap.h>

#include "base/log.h"

struct dtap_sender;

struct dtap_sender_options {
	const char *address; /* numeric, of one host */
	unsigned port;
	struct dtap_tap *tap; /* not started; outlives the sender */
};

/* With a socket, and subscribed.  The log outlives it.  NULL with errno. */
struct dtap_sender *dtap_sender_new(const struct dtap_log *log,
				    const struct dtap_sender_options *options);

/* It is stopped, or was never started.  NULL is allowed. */
void dtap_sender_free(struct dtap_sender *sender);

/* Starts its thread.  -1 with errno. */
int dtap_sender_start(struct dtap_sender *sender);

/*
 * Call it after the tap's ring has ended: sends the rest, and returns when the
 * thread has ended.  NULL and an sender that was never started are allowed.
 */
void dtap_sender_stop(struct dtap_sender *sender);

/* Counts since the start; they never become less. */
struct dtap_sender_status {
	char address[64]; /* HOST:PORT */
	int error;        /* why datagrams fail now, an errno; 0: they do not */
	uint64_t sent;    /* datagrams that the kernel took */
	uint64_t bytes;   /* in these, without IP and UDP headers */
	uint64_t unsent;  /* that the kernel refused */
	uint64_t undelivered; /* reports that a sent one did not arrive */
	uint64_t left_out;    /* packets that GSMTAP has no form for */
	uint64_t lags;
	struct dtap_amount lost; /* what left the ring, or lacked memory */
};

/* Any thread. */
void dtap_sender_status(struct dtap_sender *sender,
			struct dtap_sender_status *status);

#endif

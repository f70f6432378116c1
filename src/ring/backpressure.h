/* SPDX-License-Identifier: MIT */
/*
 * backpressure.h - which subscribers a ring's publisher waits for, if it may
 * wait.
 *
 * It waits until every subscriber that is not stalled has taken all blocks
 * before `goal`.  The subscribers that have not are counted when the wait
 * begins.  Each is counted off when it passes the goal, and the last one ends
 * the wait.  So taking a block costs the same for any number of subscribers.
 *
 * All functions here are called with the ring's lock held, by ring.c.
 */
#ifndef DTAP_BACKPRESSURE_H
#define DTAP_BACKPRESSURE_H

#include <pthread.h>

#include <dtap/ring.h>

struct dtap_backpressure {
	pthread_cond_t passed;  /* signalled when `behind` becomes 0 */
	uint64_t goal;          /* number of a block; 0: there is no wait */
	unsigned behind;        /* subscribers before it, without stalled */
	uint64_t passed_by_all; /* all have passed this, but for stalled */
};

void dtap_backpressure_init(struct dtap_backpressure *backpressure);
void dtap_backpressure_destroy(struct dtap_backpressure *backpressure);

/* A subscriber was added; its first block is set. */
void dtap_backpressure_joined(struct dtap_backpressure *backpressure,
			      const struct dtap_subscriber *subscriber);

/* It is about to be removed. */
void dtap_backpressure_left(struct dtap_backpressure *backpressure,
			    const struct dtap_subscriber *subscriber);

/* It takes a block and goes on with `next`.  It is not stalled any more. */
void dtap_backpressure_taken(struct dtap_backpressure *backpressure,
			     struct dtap_subscriber *subscriber, uint64_t next);

/* It has sent a part of a block.  It is not stalled any more. */
void dtap_backpressure_moved(struct dtap_backpressure *backpressure,
			     struct dtap_subscriber *subscriber);

/* Begins a wait: counts the subscribers of a list that are before the goal. */
void dtap_backpressure_begin(struct dtap_backpressure *backpressure,
			     uint64_t goal, struct dtap_subscriber *list);

/*
 * Ends a wait.  From now on, a subscriber that is before `head` and has not
 * moved since the wait began is stalled.  head is the ring's head if the wait
 * timed out, else 0: no subscriber becomes stalled.
 */
void dtap_backpressure_end(struct dtap_backpressure *backpressure,
			   uint64_t head, struct dtap_subscriber *list);

#endif

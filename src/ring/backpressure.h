/* SPDX-License-Identifier: MIT */
/*
 * backpressure.h - whom a ring's publisher waits for, where it may wait.
 *
 * It waits until no subscriber that is awake has yet to take a block before
 * `goal`.  They are counted when the wait begins; each is counted off when it
 * has passed the goal, and the last one ends the wait.  So a block that is
 * taken costs the same however many subscribers there are.
 *
 * The functions here are called with the ring's lock held.  backpressure.c also
 * has the waits of dtap/ring.h that are made of them.
 */
#ifndef DTAP_BACKPRESSURE_H
#define DTAP_BACKPRESSURE_H

#include <pthread.h>

#include <dtap/ring.h>

struct dtap_backpressure {
	pthread_cond_t passed;  /* signalled when `behind` becomes 0 */
	uint64_t goal;          /* a block's number; 0: nobody waits */
	unsigned behind;        /* how many are awake, and before the goal */
	uint64_t passed_by_all; /* nobody awake is before this number */
};

void dtap_backpressure_init(struct dtap_backpressure *backpressure);
void dtap_backpressure_destroy(struct dtap_backpressure *backpressure);

/* A subscriber came; its first block is in it. */
void dtap_backpressure_joined(struct dtap_backpressure *backpressure,
			      const struct dtap_subscriber *subscriber);

/* It is about to go. */
void dtap_backpressure_left(struct dtap_backpressure *backpressure,
			    const struct dtap_subscriber *subscriber);

/* It is about to take a block, which wakes it, and to go on with `next`. */
void dtap_backpressure_taken(struct dtap_backpressure *backpressure,
			     struct dtap_subscriber *subscriber, uint64_t next);

/* It has had a part of one, which wakes it too. */
void dtap_backpressure_moved(struct dtap_backpressure *backpressure,
			     struct dtap_subscriber *subscriber);

/* Counts who is behind the goal, of a ring's list. */
void dtap_backpressure_begin(struct dtap_backpressure *backpressure,
			     uint64_t goal, struct dtap_subscriber *list);

/*
 * Who is before `head` and has not moved since the wait began is stalled from
 * now on: the ring's head when the wait was in vain, else 0.
 */
void dtap_backpressure_end(struct dtap_backpressure *backpressure,
			   uint64_t head, struct dtap_subscriber *list);

#endif

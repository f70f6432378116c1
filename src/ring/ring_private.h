/* SPDX-License-Identifier: MIT */
/*
 * ring_private.h - the struct of a ring, for ring.c and a test.
 */
#ifndef DTAP_RING_PRIVATE_H
#define DTAP_RING_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include <dtap/ring.h>

#include "ring/backpressure.h"

/* Every block counts as this many bytes at least, so that the bytes of a ring
 * limit its number of slots too. */
#define MIN_CHARGE   512
#define MAX_WATCHERS 6

struct slot {
	struct dtap_block *block;
	uint64_t containers, bytes; /* published before this block */
};

struct dtap_ring {
	size_t room, slot_count; /* do not change */
	struct {
		void (*wake)(void *arg);
		void *arg;
	} watchers[MAX_WATCHERS]; /* do not change after the first block */
	size_t watcher_count;

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t came;  /* a subscriber was added */
	pthread_cond_t grown; /* a block was added, or the end came */
	unsigned waiting;     /* subscribers that wait for it */
	struct slot *slots;   /* block number n is at n % slot_count */
	uint64_t oldest;      /* number of the oldest block */
	size_t held;          /* bytes, as dtap_ring_charge() counts them */
	uint64_t containers, bytes;
	struct dtap_subscriber subscribers; /* the list's head */
	unsigned subscriber_count;
	struct dtap_backpressure backpressure;
	bool cancelled;

	/* Written with the lock held; atomic, for dtap_ring_has_next(). */
	_Atomic uint64_t head; /* number of the next block */
	atomic_bool ended;
};

/* The bytes that a block takes of a ring. */
static inline size_t
dtap_ring_charge(const struct dtap_block *block)
{
	size_t memory = dtap_block_memory(block);

	return memory < MIN_CHARGE ? MIN_CHARGE : memory;
}

static inline struct slot *
dtap_ring_slot(struct dtap_ring *ring, uint64_t number)
{
	return &ring->slots[number % ring->slot_count];
}

#endif

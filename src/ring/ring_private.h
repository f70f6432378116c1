/* SPDX-License-Identifier: MIT */
/*
 * ring_private.h - what a ring is made of; for ring.c and backpressure.c, and a
 * test that looks inside.
 */
#ifndef DTAP_RING_PRIVATE_H
#define DTAP_RING_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include <dtap/ring.h>

#include "ring/backpressure.h"

/*
 * Every block is charged at least this much, so that the bytes bound the
 * number of slots too.
 */
#define MIN_CHARGE   512
#define MAX_WATCHERS 4

struct slot {
	struct dtap_block *block;
	uint64_t containers, bytes; /* published before this block */
};

struct dtap_ring {
	size_t room, slot_count; /* never written again */
	struct {
		void (*wake)(void *arg);
		void *arg;
	} watchers[MAX_WATCHERS]; /* never written after the first block */
	size_t watcher_count;

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t came;  /* a subscriber */
	struct slot *slots;   /* block number n stands at n % slot_count */
	uint64_t oldest;      /* the first number held */
	size_t held;          /* charged bytes */
	uint64_t containers, bytes;
	struct dtap_subscriber subscribers; /* the list's head */
	unsigned subscriber_count;
	struct dtap_backpressure backpressure;
	bool cancelled;

	/* Written with the lock held, atomic for has_next. */
	_Atomic uint64_t head; /* the next number to publish */
	atomic_bool ended;
};

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

/* SPDX-License-Identifier: MIT */
#include <dtap/ring.h>

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "ring/ring_private.h"

struct dtap_ring *
dtap_ring_new(size_t bytes)
{
	struct dtap_ring *ring = calloc(1, sizeof *ring);

	if (ring == NULL)
		return NULL;
	ring->room = bytes;
	ring->slot_count = bytes / MIN_CHARGE + 1;
	ring->slots = calloc(ring->slot_count, sizeof *ring->slots);
	if (ring->slots == NULL) {
		free(ring);
		return NULL;
	}
	ring->subscribers.prev = &ring->subscribers;
	ring->subscribers.next = &ring->subscribers;
	pthread_mutex_init(&ring->lock, NULL);
	dtap_clock_cond_init(&ring->came);
	dtap_clock_cond_init(&ring->grown);
	dtap_backpressure_init(&ring->backpressure);
	return ring;
}

void
dtap_ring_free(struct dtap_ring *ring)
{
	if (ring == NULL)
		return;
	for (uint64_t n = ring->oldest; n < ring->head; n++)
		dtap_block_unref(dtap_ring_slot(ring, n)->block);
	dtap_backpressure_destroy(&ring->backpressure);
	pthread_cond_destroy(&ring->grown);
	pthread_cond_destroy(&ring->came);
	pthread_mutex_destroy(&ring->lock);
	free(ring->slots);
	free(ring);
}

int
dtap_ring_watch(struct dtap_ring *ring, void (*wake)(void *arg), void *arg)
{
	if (ring->watcher_count == MAX_WATCHERS) {
		errno = ENOSPC;
		return -1;
	}
	ring->watchers[ring->watcher_count].wake = wake;
	ring->watchers[ring->watcher_count].arg = arg;
	ring->watcher_count++;
	return 0;
}

static void
wake_watchers(const struct dtap_ring *ring)
{
	for (size_t i = 0; i < ring->watcher_count; i++)
		ring->watchers[i].wake(ring->watchers[i].arg);
}

/* With the lock held. */
static void
wake_waiting(struct dtap_ring *ring)
{
	if (ring->waiting > 0)
		pthread_cond_broadcast(&ring->grown);
}

static bool
is_full(const struct dtap_ring *ring, size_t more)
{
	return ring->oldest < ring->head &&
	       (more > ring->room || ring->held > ring->room - more);
}

/* With the lock held: takes out the oldest block to make room, or NULL. */
static struct dtap_block *
evict(struct dtap_ring *ring, size_t more)
{
	struct dtap_block *block;

	if (!is_full(ring, more))
		return NULL;
	block = dtap_ring_slot(ring, ring->oldest++)->block;
	ring->held -= dtap_ring_charge(block);
	return block;
}

void
dtap_ring_publish(struct dtap_ring *ring, struct dtap_block *block)
{
	size_t more = dtap_ring_charge(block);
	struct dtap_block *old;

	/*
	 * A block that leaves may be freed here.  So it is given up without
	 * the lock, one block at a time.  Only this thread evicts.
	 */
	do {
		pthread_mutex_lock(&ring->lock);
		old = evict(ring, more);
		if (old == NULL) {
			*dtap_ring_slot(ring, ring->head++) = (struct slot){
				block, ring->containers, ring->bytes};
			ring->held += more;
			ring->containers += dtap_block_containers(block);
			ring->bytes += dtap_block_bytes(block);
			wake_waiting(ring);
		}
		pthread_mutex_unlock(&ring->lock);
		dtap_block_unref(old);
	} while (old != NULL);
	wake_watchers(ring);
}

void
dtap_ring_end(struct dtap_ring *ring)
{
	pthread_mutex_lock(&ring->lock);
	ring->ended = true;
	wake_waiting(ring);
	pthread_mutex_unlock(&ring->lock);
	wake_watchers(ring);
}

void
dtap_ring_status(struct dtap_ring *ring, struct dtap_ring_status *status)
{
	pthread_mutex_lock(&ring->lock);
	*status = (struct dtap_ring_status){
		.room = ring->room,
		.bytes = ring->held,
		.blocks = (size_t)(ring->head - ring->oldest),
		.containers = ring->containers,
		.payload_bytes = ring->bytes,
		.published = ring->head,
		.subscribers = ring->subscriber_count,
		.ended = ring->ended,
	};
	pthread_mutex_unlock(&ring->lock);
}

void
dtap_ring_await_subscribers(struct dtap_ring *ring, unsigned count)
{
	pthread_mutex_lock(&ring->lock);
	while (ring->subscriber_count < count && !ring->cancelled)
		pthread_cond_wait(&ring->came, &ring->lock);
	pthread_mutex_unlock(&ring->lock);
}

/* With the lock held: the first block that stays if `more` bytes come. */
static uint64_t
first_to_stay(struct dtap_ring *ring, size_t more)
{
	size_t held = ring->held;
	uint64_t number = ring->oldest;

	while (number < ring->head &&
	       (more > ring->room || held > ring->room - more))
		held -= dtap_ring_charge(dtap_ring_slot(ring, number++)->block);
	return number;
}

/* With the lock held: waits until all have passed the goal, but for stalled. */
static void
await_goal(struct dtap_ring *ring, uint64_t goal, unsigned stall_ms)
{
	int64_t until = dtap_clock_now() + stall_ms * DTAP_NS_PER_MS;
	int error = 0;

	dtap_backpressure_begin(&ring->backpressure, goal, &ring->subscribers);
	while (ring->backpressure.behind > 0 && !ring->cancelled &&
	       error != ETIMEDOUT)
		error = dtap_clock_cond_wait(&ring->backpressure.passed,
					     &ring->lock, until);
	dtap_backpressure_end(&ring->backpressure,
			      error == ETIMEDOUT ? ring->head : 0,
			      &ring->subscribers);
}

/* A wait is for a quarter of the ring: each wake-up costs time. */
void
dtap_ring_await_room(struct dtap_ring *ring, size_t bytes, unsigned stall_ms)
{
	uint64_t least;

	pthread_mutex_lock(&ring->lock);
	least = first_to_stay(ring, bytes);
	while (least > ring->backpressure.passed_by_all && !ring->cancelled)
		await_goal(ring, first_to_stay(ring, bytes + ring->room / 4),
			   stall_ms);
	pthread_mutex_unlock(&ring->lock);
}

void
dtap_ring_moved(struct dtap_ring *ring, struct dtap_subscriber *subscriber)
{
	pthread_mutex_lock(&ring->lock);
	dtap_backpressure_moved(&ring->backpressure, subscriber);
	pthread_mutex_unlock(&ring->lock);
}

void
dtap_ring_cancel_waits(struct dtap_ring *ring)
{
	pthread_mutex_lock(&ring->lock);
	ring->cancelled = true;
	pthread_cond_broadcast(&ring->came);
	pthread_cond_broadcast(&ring->backpressure.passed);
	pthread_mutex_unlock(&ring->lock);
}

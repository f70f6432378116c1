/* SPDX-License-Identifier: MIT */
/* The waits of a replay's tap, see dtap/ring.h. */
#include <errno.h>

#include "base/clock.h"
#include "ring/ring_private.h"

void
dtap_ring_await_subscribers(struct dtap_ring *ring, unsigned count)
{
	pthread_mutex_lock(&ring->lock);
	while (ring->subscriber_count < count && !ring->cancelled)
		pthread_cond_wait(&ring->came, &ring->lock);
	pthread_mutex_unlock(&ring->lock);
}

/* With the lock held: the first block that stays when `more` bytes come. */
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

/* With the lock held: until nobody who is awake is before the goal. */
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

/* Who waits at all waits for a quarter of the ring: each wake has its price. */
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

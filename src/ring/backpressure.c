/* SPDX-License-Identifier: MIT */
#include "ring/backpressure.h"

#include <errno.h>

#include "base/clock.h"
#include "ring/ring_private.h"

void
dtap_backpressure_init(struct dtap_backpressure *backpressure)
{
	*backpressure = (struct dtap_backpressure){.goal = 0};
	dtap_clock_cond_init(&backpressure->passed);
}

void
dtap_backpressure_destroy(struct dtap_backpressure *backpressure)
{
	pthread_cond_destroy(&backpressure->passed);
}

/* A subscriber that is not stalled is at this block now. */
static void
count_on(struct dtap_backpressure *backpressure, uint64_t block)
{
	if (block < backpressure->goal)
		backpressure->behind++;
	if (block < backpressure->passed_by_all)
		backpressure->passed_by_all = block;
}

/* A subscriber that is not stalled has left this block. */
static void
count_off(struct dtap_backpressure *backpressure, uint64_t block)
{
	if (block < backpressure->goal && --backpressure->behind == 0)
		pthread_cond_signal(&backpressure->passed);
}

void
dtap_backpressure_joined(struct dtap_backpressure *backpressure,
			 const struct dtap_subscriber *subscriber)
{
	count_on(backpressure, subscriber->block);
}

void
dtap_backpressure_left(struct dtap_backpressure *backpressure,
		       const struct dtap_subscriber *subscriber)
{
	if (!subscriber->stalled)
		count_off(backpressure, subscriber->block);
}

void
dtap_backpressure_taken(struct dtap_backpressure *backpressure,
			struct dtap_subscriber *subscriber, uint64_t next)
{
	if (subscriber->stalled)
		count_on(backpressure, next);
	else if (next >= backpressure->goal)
		count_off(backpressure, subscriber->block);
	subscriber->stalled = false;
	subscriber->moved = true;
}

void
dtap_backpressure_moved(struct dtap_backpressure *backpressure,
			struct dtap_subscriber *subscriber)
{
	if (subscriber->stalled)
		count_on(backpressure, subscriber->block);
	subscriber->stalled = false;
	subscriber->moved = true;
}

void
dtap_backpressure_begin(struct dtap_backpressure *backpressure, uint64_t goal,
			struct dtap_subscriber *list)
{
	backpressure->goal = goal;
	backpressure->behind = 0;
	for (struct dtap_subscriber *s = list->next; s != list; s = s->next) {
		s->moved = false;
		if (!s->stalled && s->block < goal)
			backpressure->behind++;
	}
}

void
dtap_backpressure_end(struct dtap_backpressure *backpressure, uint64_t head,
		      struct dtap_subscriber *list)
{
	backpressure->passed_by_all = backpressure->goal;
	backpressure->goal = 0;
	if (backpressure->behind == 0)
		return;
	for (struct dtap_subscriber *s = list->next; s != list; s = s->next) {
		if (!s->moved && s->block < head)
			s->stalled = true;
		if (!s->stalled && s->block < backpressure->passed_by_all)
			backpressure->passed_by_all = s->block;
	}
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

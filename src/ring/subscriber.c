/* SPDX-License-Identifier: MIT */
/* The cursors of a ring, see dtap/ring.h. */
#include <dtap/ring.h>

#include "ring/ring_private.h"

/*
 * With the lock held: the slot of the oldest block, or the slot that the next
 * block will have.  The ring may be empty while a publisher makes room; its
 * slots are not valid then.
 */
static struct slot
first_held(struct dtap_ring *ring)
{
	if (ring->oldest == ring->head)
		return (struct slot){NULL, ring->containers, ring->bytes};
	return *dtap_ring_slot(ring, ring->oldest);
}

static void
subscribe(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
	  bool oldest, unsigned weight)
{
	struct dtap_subscriber *list = &ring->subscribers;
	struct slot from;

	pthread_mutex_lock(&ring->lock);
	from = oldest ? first_held(ring)
		      : (struct slot){NULL, ring->containers, ring->bytes};
	*subscriber = (struct dtap_subscriber){
		.prev = list->prev,
		.next = list,
		.block = oldest ? ring->oldest : ring->head,
		.containers = from.containers,
		.bytes = from.bytes,
		.weight = weight,
	};
	list->prev->next = subscriber;
	list->prev = subscriber;
	ring->subscriber_count += weight;
	dtap_backpressure_joined(&ring->backpressure, subscriber);
	pthread_cond_signal(&ring->came);
	pthread_mutex_unlock(&ring->lock);
}

void
dtap_ring_subscribe(struct dtap_ring *ring, struct dtap_subscriber *subscriber)
{
	subscribe(ring, subscriber, false, 1);
}

void
dtap_ring_subscribe_oldest(struct dtap_ring *ring,
			   struct dtap_subscriber *subscriber)
{
	subscribe(ring, subscriber, true, 1);
}

void
dtap_ring_subscribe_for(struct dtap_ring *ring,
			struct dtap_subscriber *subscriber, unsigned weight)
{
	subscribe(ring, subscriber, false, weight);
}

void
dtap_ring_weigh(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
		unsigned weight)
{
	pthread_mutex_lock(&ring->lock);
	ring->subscriber_count += weight - subscriber->weight;
	subscriber->weight = weight;
	pthread_cond_signal(&ring->came);
	pthread_mutex_unlock(&ring->lock);
}

static void
add(struct dtap_amount *sum, const struct dtap_amount *more)
{
	sum->containers += more->containers;
	sum->bytes += more->bytes;
}

static struct dtap_amount
amount_of(const struct dtap_block *block)
{
	return (struct dtap_amount){dtap_block_containers(block),
				    dtap_block_bytes(block)};
}

/* With the lock held. */
static void
unpeek(struct dtap_subscriber *subscriber)
{
	subscriber->peeked = (struct dtap_amount){0};
	subscriber->peeked_blocks = 0;
}

/* With the lock held: what left the ring since it took its last block. */
static struct dtap_amount
missed_by(struct dtap_ring *ring, const struct dtap_subscriber *subscriber)
{
	const struct dtap_amount *peeked = &subscriber->peeked;
	struct slot oldest;

	if (subscriber->block + subscriber->peeked_blocks >= ring->oldest)
		return (struct dtap_amount){0};
	oldest = first_held(ring);
	return (struct dtap_amount){
		oldest.containers - subscriber->containers - peeked->containers,
		oldest.bytes - subscriber->bytes - peeked->bytes};
}

struct dtap_amount
dtap_ring_unsubscribe(struct dtap_ring *ring,
		      struct dtap_subscriber *subscriber)
{
	struct dtap_amount missed = {0};

	pthread_mutex_lock(&ring->lock);
	if (subscriber->next != NULL) {
		unpeek(subscriber);
		missed = missed_by(ring, subscriber);
		add(&subscriber->lost, &missed);
		dtap_backpressure_left(&ring->backpressure, subscriber);
		subscriber->prev->next = subscriber->next;
		subscriber->next->prev = subscriber->prev;
		subscriber->prev = subscriber->next = NULL;
		subscriber->block = UINT64_MAX;
		ring->subscriber_count -= subscriber->weight;
	}
	pthread_mutex_unlock(&ring->lock);
	return missed;
}

/* With the lock held: the number of its next block, which may not be there. */
static uint64_t
next_of(const struct dtap_ring *ring, const struct dtap_subscriber *subscriber)
{
	return subscriber->block < ring->oldest ? ring->oldest
						: subscriber->block;
}

/* With the lock held, if there is a next block: moves the cursor past it. */
static struct dtap_block *
take(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
     struct dtap_amount *loss)
{
	uint64_t number = next_of(ring, subscriber);
	const struct slot *slot = dtap_ring_slot(ring, number);

	unpeek(subscriber);
	dtap_backpressure_taken(&ring->backpressure, subscriber, number + 1);
	subscriber->block = number + 1;
	loss->containers = slot->containers - subscriber->containers;
	loss->bytes = slot->bytes - subscriber->bytes;
	add(&subscriber->lost, loss);
	subscriber->containers =
		slot->containers + dtap_block_containers(slot->block);
	subscriber->bytes = slot->bytes + dtap_block_bytes(slot->block);
	return dtap_block_ref(slot->block);
}

/* With the lock held. */
static enum dtap_next
next(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
     struct dtap_block **block, struct dtap_amount *loss)
{
	*block = NULL;
	*loss = (struct dtap_amount){0};
	if (next_of(ring, subscriber) >= ring->head)
		return ring->ended ? DTAP_NEXT_END : DTAP_NEXT_NONE;
	*block = take(ring, subscriber, loss);
	return DTAP_NEXT_BLOCK;
}

enum dtap_next
dtap_ring_next(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
	       struct dtap_block **block, struct dtap_amount *loss)
{
	enum dtap_next given;

	pthread_mutex_lock(&ring->lock);
	given = next(ring, subscriber, block, loss);
	pthread_mutex_unlock(&ring->lock);
	return given;
}

bool
dtap_ring_await_next(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
		     struct dtap_block **block, struct dtap_amount *loss)
{
	enum dtap_next given;

	pthread_mutex_lock(&ring->lock);
	ring->waiting++;
	while ((given = next(ring, subscriber, block, loss)) == DTAP_NEXT_NONE)
		pthread_cond_wait(&ring->grown, &ring->lock);
	ring->waiting--;
	pthread_mutex_unlock(&ring->lock);
	return given == DTAP_NEXT_BLOCK;
}

size_t
dtap_ring_peek(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
	       struct dtap_block **blocks, size_t most)
{
	uint64_t number = subscriber->block;
	size_t count = 0;

	pthread_mutex_lock(&ring->lock);
	unpeek(subscriber);
	while (number >= ring->oldest && number < ring->head && count < most) {
		struct dtap_block *block =
			dtap_block_ref(dtap_ring_slot(ring, number++)->block);
		const struct dtap_amount amount = amount_of(block);

		add(&subscriber->peeked, &amount);
		blocks[count++] = block;
	}
	subscriber->peeked_blocks = count;
	pthread_mutex_unlock(&ring->lock);
	return count;
}

void
dtap_ring_unpeek(struct dtap_ring *ring, struct dtap_subscriber *subscriber)
{
	pthread_mutex_lock(&ring->lock);
	unpeek(subscriber);
	pthread_mutex_unlock(&ring->lock);
}

void
dtap_ring_pass(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
	       const struct dtap_block *block)
{
	const struct dtap_amount amount = amount_of(block);

	pthread_mutex_lock(&ring->lock);
	dtap_backpressure_taken(&ring->backpressure, subscriber,
				subscriber->block + 1);
	subscriber->block++;
	subscriber->containers += amount.containers;
	subscriber->bytes += amount.bytes;
	subscriber->peeked_blocks--;
	subscriber->peeked.containers -= amount.containers;
	subscriber->peeked.bytes -= amount.bytes;
	pthread_mutex_unlock(&ring->lock);
}

bool
dtap_ring_has_next(const struct dtap_ring *ring,
		   const struct dtap_subscriber *subscriber)
{
	return subscriber->block < atomic_load(&ring->head) ||
	       atomic_load(&ring->ended);
}

struct dtap_amount
dtap_ring_missed(struct dtap_ring *ring,
		 const struct dtap_subscriber *subscriber)
{
	struct dtap_amount missed;

	pthread_mutex_lock(&ring->lock);
	missed = missed_by(ring, subscriber);
	pthread_mutex_unlock(&ring->lock);
	return missed;
}

struct dtap_amount
dtap_ring_lost(struct dtap_ring *ring, const struct dtap_subscriber *subscriber)
{
	struct dtap_amount lost;

	pthread_mutex_lock(&ring->lock);
	lost = missed_by(ring, subscriber);
	add(&lost, &subscriber->lost);
	pthread_mutex_unlock(&ring->lock);
	return lost;
}

/* SPDX-License-Identifier: MIT */
/*
 * ring.h - the last N bytes of a tap's blocks, and cursors in them.
 *
 * One tap publishes; any number of subscribers follow, each at its own speed.
 * A subscriber that falls behind the oldest block held lags: it goes on there,
 * and is told what it lost.  Publishing never waits for a subscriber (but see
 * dtap_ring_await_room) and never frees memory under its lock.
 *
 * Any thread may call any function; the ring has one mutex, held for O(1) work
 * and never while calling out; only a wait for room looks at all subscribers.
 */
#ifndef DTAP_RING_H
#define DTAP_RING_H

#include <dtap/block.h>
#include <dtap/pcap.h>

struct dtap_ring;

/*
 * A ring of at most `bytes` bytes of block memory; one block is held however
 * large it is.  NULL: ENOMEM.
 */
struct dtap_ring *dtap_ring_new(size_t bytes);

/* No subscriber is left, and nobody else calls. */
void dtap_ring_free(struct dtap_ring *ring);

/*
 * Calls wake(arg) after each block published and at the end, on the publisher's
 * thread: it must return at once.  Set before the first block.  -1: ENOSPC, the
 * ring has as many watchers as it takes (4).
 */
int dtap_ring_watch(struct dtap_ring *ring, void (*wake)(void *arg), void *arg);

/* Takes over the caller's reference of a sealed block. */
void dtap_ring_publish(struct dtap_ring *ring, struct dtap_block *block);

/* No block comes any more: subscribers end when they have had what is held. */
void dtap_ring_end(struct dtap_ring *ring);

/*
 * A cursor in a ring.  Belongs to one stream thread; its fields are the ring's.
 */
struct dtap_subscriber {
	struct dtap_subscriber *prev, *next;
	uint64_t block;             /* number of the next block */
	uint64_t containers, bytes; /* published before it */
	struct dtap_amount lost;    /* before what it has taken */
	struct dtap_amount peeked;  /* in blocks that it peeked at */
	uint64_t peeked_blocks;
	bool stalled; /* did not move for the stall timeout */
	bool moved;   /* ... it did since the wait began */
};

/*
 * The subscriber's first block is the next one published, or where it asks for
 * it, the oldest that is held.
 */
void dtap_ring_subscribe(struct dtap_ring *ring,
			 struct dtap_subscriber *subscriber);
void dtap_ring_subscribe_oldest(struct dtap_ring *ring,
				struct dtap_subscriber *subscriber);

/*
 * From now on it gets nothing and loses nothing more.  What it missed until now
 * is lost, and returned.  A second call is allowed, and returns zeros.
 */
struct dtap_amount dtap_ring_unsubscribe(struct dtap_ring *ring,
					 struct dtap_subscriber *subscriber);

enum dtap_next {
	DTAP_NEXT_NONE,  /* nothing yet: wake will be called */
	DTAP_NEXT_BLOCK, /* *block is a reference, the caller's */
	DTAP_NEXT_END,   /* nothing ever again */
};

/*
 * The subscriber's next block.  *loss is what it lost before that block: zeros,
 * or since its last call it lagged.
 */
enum dtap_next dtap_ring_next(struct dtap_ring *ring,
			      struct dtap_subscriber *subscriber,
			      struct dtap_block **block,
			      struct dtap_amount *loss);

/*
 * References, the caller's, of at most so many blocks that come next without a
 * loss; returns how many.  The cursor stays where it is, until it passes one of
 * them after the other.  They are not lost, also if they leave the ring, until
 * dtap_ring_unpeek(): then those that were not passed are.
 */
size_t dtap_ring_peek(struct dtap_ring *ring,
		      struct dtap_subscriber *subscriber,
		      struct dtap_block **blocks, size_t most);
void dtap_ring_unpeek(struct dtap_ring *ring,
		      struct dtap_subscriber *subscriber);
void dtap_ring_pass(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
		    const struct dtap_block *block);

/* Whether its owner should ask for it: true may come too early, false not. */
bool dtap_ring_has_next(const struct dtap_ring *ring,
			const struct dtap_subscriber *subscriber);

/*
 * What the subscriber will have lost when it takes its next block: more than
 * nothing while it is stalled and the ring goes on.
 */
struct dtap_amount dtap_ring_missed(struct dtap_ring *ring,
				    const struct dtap_subscriber *subscriber);

/*
 * All that the subscriber has lost since it subscribed, with what it missed.
 * Never becomes less, also when it unsubscribes.
 */
struct dtap_amount dtap_ring_lost(struct dtap_ring *ring,
				  const struct dtap_subscriber *subscriber);

/*
 * Two waits for a replay, which loses nothing by waiting; a device's tap calls
 * neither.  Both return early after dtap_ring_cancel_waits().
 *
 * await_subscribers: until `count` subscribers are there.
 *
 * await_room: until `bytes` can be published without a loss to any subscriber
 * that is awake; who has to wait for that waits for a quarter of the ring.  One
 * that takes no block for stall_ms, nor says that it moved within one, is
 * stalled, and is not waited for until it does so again.
 */
void dtap_ring_await_subscribers(struct dtap_ring *ring, unsigned count);
void dtap_ring_await_room(struct dtap_ring *ring, size_t bytes,
			  unsigned stall_ms);
void dtap_ring_cancel_waits(struct dtap_ring *ring);

/* Its owner says so: a part of the block that it took last has gone out. */
void dtap_ring_moved(struct dtap_ring *ring,
		     struct dtap_subscriber *subscriber);

struct dtap_ring_status {
	size_t room;            /* bytes that the ring may hold */
	size_t bytes, blocks;   /* held now, memory and number */
	uint64_t containers;    /* published in all */
	uint64_t payload_bytes; /* theirs */
	uint64_t published;     /* blocks in all */
	unsigned subscribers;
	bool ended;
};

void dtap_ring_status(struct dtap_ring *ring, struct dtap_ring_status *status);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * ring.h - the last N bytes of a tap's blocks, and cursors in them.
 *
 * One tap publishes blocks.  Any number of subscribers read them, each at its
 * own speed.  A subscriber lags when its next block has left the ring: it goes
 * on at the oldest block, and is told what it has lost.  Publishing never waits
 * for a subscriber; only a lossless replay does (dtap_ring_await_room).
 *
 * Any thread may call any function but free.  The ring has one mutex, which is
 * held for O(1) work and never during a callback.  Only a wait for room looks
 * at all subscribers.  Blocks are never freed while the mutex is held.
 */
#ifndef DTAP_RING_H
#define DTAP_RING_H

#include <dtap/block.h>
#include <dtap/pcap.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dtap_ring;

/*
 * A ring that holds at most `bytes` bytes of blocks.  It holds one block in any
 * case, even if that is larger.  NULL: ENOMEM.
 */
struct dtap_ring *dtap_ring_new(size_t bytes);

/* No subscriber is left, and no other thread calls.  NULL is allowed. */
void dtap_ring_free(struct dtap_ring *ring);

/*
 * From now on wake(arg) is called after each block, and once at the end.  It
 * runs on the thread that publishes, must return at once, and must not call the
 * tap.  Call this before the first block.  Returns -1 with ENOSPC if there are
 * 6 watchers already.
 */
int dtap_ring_watch(struct dtap_ring *ring, void (*wake)(void *arg), void *arg);

/* Adds a sealed block.  Takes over the caller's reference. */
void dtap_ring_publish(struct dtap_ring *ring, struct dtap_block *block);

/* No more blocks come.  Subscribers still get those that are in the ring. */
void dtap_ring_end(struct dtap_ring *ring);

/*
 * A cursor in a ring.  Its memory is the subscriber's; its fields are for the
 * ring alone.  One thread at a time uses a cursor.
 */
struct dtap_subscriber {
	struct dtap_subscriber *prev, *next;
	uint64_t block;             /* number of the next block */
	uint64_t containers, bytes; /* published before that block */
	struct dtap_amount lost;    /* before the blocks that it has taken */
	struct dtap_amount peeked;  /* in the blocks that it peeked at */
	uint64_t peeked_blocks;     /* their number */
	unsigned weight;            /* subscribers that it counts as */
	bool stalled;               /* it took nothing for the stall timeout */
	bool moved;                 /* it took something since a wait began */
};

/*
 * Sets a cursor, and adds it to the ring.  The first block is the next one that
 * is published, or with _oldest the oldest one in the ring.
 */
void dtap_ring_subscribe(struct dtap_ring *ring,
			 struct dtap_subscriber *subscriber);
void dtap_ring_subscribe_oldest(struct dtap_ring *ring,
				struct dtap_subscriber *subscriber);

/*
 * Who reads a ring for several clients has one cursor, which counts as `weight`
 * subscribers: 1 with the functions above, and any number with these.
 */
void dtap_ring_subscribe_for(struct dtap_ring *ring,
			     struct dtap_subscriber *subscriber,
			     unsigned weight);
void dtap_ring_weigh(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
		     unsigned weight);

/*
 * Removes a cursor.  It gets nothing from now on.  What it missed until now is
 * lost, and returned.  A second call is allowed, and returns zeros.
 */
struct dtap_amount dtap_ring_unsubscribe(struct dtap_ring *ring,
					 struct dtap_subscriber *subscriber);

enum dtap_next {
	DTAP_NEXT_NONE,  /* no block yet: wake will be called */
	DTAP_NEXT_BLOCK, /* *block is a reference, which is the caller's */
	DTAP_NEXT_END,   /* the ring has ended, and all blocks were taken */
};

/*
 * Takes the next block of a subscriber.  *loss is what the subscriber has lost
 * right before that block: zeros, if it does not lag.
 */
enum dtap_next dtap_ring_next(struct dtap_ring *ring,
			      struct dtap_subscriber *subscriber,
			      struct dtap_block **block,
			      struct dtap_amount *loss);

/*
 * As dtap_ring_next(), but waits for the next block.  False: DTAP_NEXT_END. For
 * readers with a thread of their own: they need no watcher.
 */
bool dtap_ring_await_next(struct dtap_ring *ring,
			  struct dtap_subscriber *subscriber,
			  struct dtap_block **block, struct dtap_amount *loss);

/*
 * For sending several blocks at once.  peek gives references, which are the
 * caller's, of at most `most` blocks that come next without a loss; it returns
 * how many.  The cursor stays.  pass moves it past one of these blocks; call it
 * for one after the other, in order.  unpeek ends this.  Until then these
 * blocks do not count as missed, even if they leave the ring.
 */
size_t dtap_ring_peek(struct dtap_ring *ring,
		      struct dtap_subscriber *subscriber,
		      struct dtap_block **blocks, size_t most);
void dtap_ring_unpeek(struct dtap_ring *ring,
		      struct dtap_subscriber *subscriber);
void dtap_ring_pass(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
		    const struct dtap_block *block);

/*
 * Whether dtap_ring_next() may have something.  Takes no lock.  It may be true
 * too early, but never false too late.
 */
bool dtap_ring_has_next(const struct dtap_ring *ring,
			const struct dtap_subscriber *subscriber);

/*
 * What the subscriber will have lost when it takes its next block.  This grows
 * while it takes nothing and the ring goes on.
 */
struct dtap_amount dtap_ring_missed(struct dtap_ring *ring,
				    const struct dtap_subscriber *subscriber);

/*
 * All that the subscriber has lost since it subscribed, dtap_ring_missed()
 * included.  It never becomes less, and stays when the cursor is removed.
 */
struct dtap_amount dtap_ring_lost(struct dtap_ring *ring,
				  const struct dtap_subscriber *subscriber);

/*
 * Waits of a publisher that can wait: a lossless replay.  The tap of a device
 * calls none of them.  They return early after dtap_ring_cancel_waits(), which
 * is for good.
 *
 * await_subscribers waits until there are `count` subscribers.
 *
 * await_room waits until `bytes` bytes of blocks can be published and no
 * subscriber loses anything.  Once it has to wait, it waits until a quarter of
 * the ring is free.  A subscriber that takes nothing for stall_ms (and does not
 * call dtap_ring_moved either) is stalled.  Stalled subscribers are not waited
 * for, until they take something again.
 */
void dtap_ring_await_subscribers(struct dtap_ring *ring, unsigned count);
void dtap_ring_await_room(struct dtap_ring *ring, size_t bytes,
			  unsigned stall_ms);
void dtap_ring_cancel_waits(struct dtap_ring *ring);

/* Says that a part of the block that was taken last has been sent. */
void dtap_ring_moved(struct dtap_ring *ring,
		     struct dtap_subscriber *subscriber);

struct dtap_ring_status {
	size_t room;            /* bytes that the ring may hold */
	size_t bytes, blocks;   /* that it holds now */
	uint64_t containers;    /* published since the beginning */
	uint64_t payload_bytes; /* in these containers */
	uint64_t published;     /* blocks since the beginning */
	unsigned subscribers;
	bool ended;
};

void dtap_ring_status(struct dtap_ring *ring, struct dtap_ring_status *status);

#ifdef __cplusplus
}
#endif

#endif

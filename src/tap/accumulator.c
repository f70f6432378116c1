/* SPDX-License-Identifier: MIT */
#include "tap/accumulator.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/thread.h"

#define BLOCK_ROOM    ((size_t)64 << 10)
#define LOSSLESS_ROOM ((size_t)256 << 10)

struct dtap_accumulator {
	struct dtap_ring *ring;
	const struct dtap_record_clock *record_clock;
	int64_t period; /* ns */
	uint32_t snaplen;
	pthread_t flusher;
	atomic_bool prompt;

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t changed;
	struct dtap_block *open; /* the open block, not empty, or NULL */
	size_t room;             /* of the next block */
	int64_t last_flush;      /* monotonic ns */
	bool idle; /* the flusher waits to be woken, or has not started */
	bool stopping;
	struct timespec last; /* time of the last container */
	struct dtap_accumulator_status status;
};

struct dtap_accumulator *
dtap_accumulator_new(struct dtap_ring *ring,
		     const struct dtap_record_clock *record_clock,
		     unsigned flush_ms, uint32_t snaplen)
{
	struct dtap_accumulator *accumulator = calloc(1, sizeof *accumulator);

	if (accumulator == NULL)
		return NULL;
	accumulator->room = BLOCK_ROOM;
	accumulator->ring = ring;
	accumulator->record_clock = record_clock;
	accumulator->period = flush_ms * DTAP_NS_PER_MS;
	accumulator->snaplen = snaplen;
	/* The first container comes after a quiet period. */
	accumulator->idle = true;
	accumulator->last_flush = dtap_clock_now() - accumulator->period;
	pthread_mutex_init(&accumulator->lock, NULL);
	dtap_clock_cond_init(&accumulator->changed);
	return accumulator;
}

void
dtap_accumulator_free(struct dtap_accumulator *accumulator)
{
	if (accumulator == NULL)
		return;
	dtap_block_unref(accumulator->open);
	pthread_cond_destroy(&accumulator->changed);
	pthread_mutex_destroy(&accumulator->lock);
	free(accumulator);
}

void
dtap_accumulator_set_lossless(struct dtap_accumulator *accumulator,
			      bool lossless)
{
	struct dtap_ring_status status;

	dtap_ring_status(accumulator->ring, &status);
	pthread_mutex_lock(&accumulator->lock);
	accumulator->room = lossless && LOSSLESS_ROOM <= status.room / 16
				    ? LOSSLESS_ROOM
				    : BLOCK_ROOM;
	pthread_mutex_unlock(&accumulator->lock);
}

size_t
dtap_accumulator_room(const struct dtap_accumulator *accumulator, size_t size)
{
	/* An eighth is for the lists of a block. */
	return accumulator->room + accumulator->room / 8 + 2 * size;
}

/* With the lock held. */
static void
drop(struct dtap_accumulator *accumulator, uint64_t containers, uint64_t bytes)
{
	accumulator->status.dropped.containers += containers;
	accumulator->status.dropped.bytes += bytes;
}

/*
 * Publishes with the lock held, so that blocks keep the order in which they
 * were filled.  No stream takes this lock.
 */
static void
flush(struct dtap_accumulator *accumulator)
{
	struct dtap_block *block = accumulator->open;

	if (block == NULL)
		return;
	accumulator->open = NULL;
	accumulator->last_flush = dtap_clock_now();
	dtap_block_seal(block);
	dtap_ring_publish(accumulator->ring, block);
}

/* With the lock held and no open block: opens one, with this container. */
static int
begin(struct dtap_accumulator *accumulator,
      const struct dtap_container *container)
{
	size_t room = dtap_pcap_room(container, accumulator->snaplen);
	struct dtap_block *block = dtap_block_open(
		room > accumulator->room ? room : accumulator->room);

	if (block == NULL)
		return -1;
	if (dtap_block_append(block, container, accumulator->snaplen) < 0) {
		dtap_block_unref(block);
		return -1;
	}
	accumulator->open = block;
	return 0;
}

/* With the lock held. */
static int
append(struct dtap_accumulator *accumulator,
       const struct dtap_container *container)
{
	if (accumulator->open != NULL) {
		if (dtap_block_append(accumulator->open, container,
				      accumulator->snaplen) == 0)
			return 0;
		flush(accumulator);
	}
	return begin(accumulator, container);
}

/* Both with the lock held. */
static void
sleep_until_woken(struct dtap_accumulator *accumulator)
{
	accumulator->idle = true;
	while (accumulator->idle)
		pthread_cond_wait(&accumulator->changed, &accumulator->lock);
}

static void
wake_flusher(struct dtap_accumulator *accumulator)
{
	accumulator->idle = false;
	pthread_cond_signal(&accumulator->changed);
}

/*
 * With the lock held, while the flusher is idle: publishes what comes after a
 * quiet period at once, or wakes the flusher.  A flusher that is not idle
 * looks at the clock itself.
 */
static void
flush_or_wake(struct dtap_accumulator *accumulator)
{
	if (dtap_clock_now() - accumulator->last_flush >= accumulator->period)
		flush(accumulator);
	else
		wake_flusher(accumulator);
}

/* With the lock held.  A time that goes back is counted, and not changed. */
static void
note_time(struct dtap_accumulator *accumulator, const struct timespec *time)
{
	int64_t back =
		(accumulator->last.tv_sec - time->tv_sec) * DTAP_NS_PER_S +
		(accumulator->last.tv_nsec - time->tv_nsec);

	accumulator->last = *time;
	if (back <= 0)
		return;
	accumulator->status.steps.count++;
	accumulator->status.steps.last = back;
}

/* Only a DIAG device's container can be cut into parts. */
static bool
can_be_written(const struct dtap_accumulator *accumulator,
	       const struct dtap_container *container)
{
	return container->shape.kind == DTAP_KIND_DIAG ||
	       dtap_pcap_room(container, accumulator->snaplen) <=
		       DTAP_PCAP_RECORD_HEADER + accumulator->snaplen;
}

void
dtap_accumulator_put(struct dtap_accumulator *accumulator,
		     const struct dtap_container *given)
{
	struct dtap_container container = *given;
	uint64_t counted = dtap_container_counts(given) ? 1 : 0;

	container.time =
		given->time.tv_sec == 0
			? dtap_record_clock_now(accumulator->record_clock)
			: dtap_record_clock_at(accumulator->record_clock,
					       given->time);
	pthread_mutex_lock(&accumulator->lock);
	note_time(accumulator, &container.time);
	container.number = accumulator->status.taken.containers;
	accumulator->status.taken.containers += counted;
	accumulator->status.taken.bytes += counted * container.size;
	if (!can_be_written(accumulator, given) ||
	    append(accumulator, &container) < 0)
		drop(accumulator, counted, counted * container.size);
	else if (atomic_load_explicit(&accumulator->prompt,
				      memory_order_relaxed))
		flush(accumulator);
	else if (accumulator->idle)
		flush_or_wake(accumulator);
	pthread_mutex_unlock(&accumulator->lock);
}

void
dtap_accumulator_flush(struct dtap_accumulator *accumulator)
{
	pthread_mutex_lock(&accumulator->lock);
	flush(accumulator);
	pthread_mutex_unlock(&accumulator->lock);
}

void
dtap_accumulator_set_prompt(struct dtap_accumulator *accumulator, bool prompt)
{
	atomic_store(&accumulator->prompt, prompt);
}

static void *
flusher_main(void *arg)
{
	struct dtap_accumulator *accumulator = arg;

	pthread_mutex_lock(&accumulator->lock);
	while (!accumulator->stopping) {
		int64_t due = accumulator->last_flush + accumulator->period;

		/* Waits for one period after a flush: more may come. */
		if (dtap_clock_now() < due)
			dtap_clock_cond_wait(&accumulator->changed,
					     &accumulator->lock, due);
		else if (accumulator->open != NULL)
			flush(accumulator);
		else
			sleep_until_woken(accumulator);
	}
	flush(accumulator);
	pthread_mutex_unlock(&accumulator->lock);
	return NULL;
}

int
dtap_accumulator_start(struct dtap_accumulator *accumulator)
{
	return dtap_thread_start(&accumulator->flusher, "flusher", flusher_main,
				 accumulator);
}

void
dtap_accumulator_stop(struct dtap_accumulator *accumulator)
{
	pthread_mutex_lock(&accumulator->lock);
	accumulator->stopping = true;
	wake_flusher(accumulator);
	pthread_mutex_unlock(&accumulator->lock);
	pthread_join(accumulator->flusher, NULL);
}

void
dtap_accumulator_status(struct dtap_accumulator *accumulator,
			struct dtap_accumulator_status *status)
{
	pthread_mutex_lock(&accumulator->lock);
	*status = accumulator->status;
	pthread_mutex_unlock(&accumulator->lock);
}

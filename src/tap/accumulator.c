/* SPDX-License-Identifier: MIT */
#include "tap/accumulator.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

#define BLOCK_ROOM  ((size_t)64 << 10)
#define REPLAY_ROOM ((size_t)256 << 10)

struct dtap_tee {
	struct dtap_ring *ring;
	const struct dtap_wall *wall;
	int64_t period; /* ns */
	uint32_t snaplen;
	pthread_t flusher;

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t changed;
	struct dtap_block *open; /* the open block, not empty, or NULL */
	size_t room;             /* of the next block */
	int64_t last_flush;      /* monotonic ns */
	bool idle; /* the flusher sleeps until woken, or has not begun */
	bool stopping;
	struct timespec last; /* time of the last container */
	struct dtap_tee_status status;
};

struct dtap_tee *
dtap_tee_new(struct dtap_ring *ring, const struct dtap_wall *wall,
	     unsigned flush_ms, uint32_t snaplen)
{
	struct dtap_tee *tee = calloc(1, sizeof *tee);

	if (tee == NULL)
		return NULL;
	tee->room = BLOCK_ROOM;
	tee->ring = ring;
	tee->wall = wall;
	tee->period = flush_ms * DTAP_NS_PER_MS;
	tee->snaplen = snaplen;
	/* The first container finds quiet behind it. */
	tee->idle = true;
	tee->last_flush = dtap_clock_now() - tee->period;
	pthread_mutex_init(&tee->lock, NULL);
	dtap_clock_cond_init(&tee->changed);
	return tee;
}

void
dtap_tee_free(struct dtap_tee *tee)
{
	if (tee == NULL)
		return;
	dtap_block_unref(tee->open);
	pthread_cond_destroy(&tee->changed);
	pthread_mutex_destroy(&tee->lock);
	free(tee);
}

void
dtap_tee_replay(struct dtap_tee *tee, bool replay)
{
	struct dtap_ring_status status;

	dtap_ring_status(tee->ring, &status);
	pthread_mutex_lock(&tee->lock);
	tee->room = replay && REPLAY_ROOM <= status.room / 16 ? REPLAY_ROOM
							      : BLOCK_ROOM;
	pthread_mutex_unlock(&tee->lock);
}

size_t
dtap_tee_room(const struct dtap_tee *tee, size_t size)
{
	return tee->room + tee->room / 8 + 2 * size; /* an eighth: its lists */
}

/* With the lock held. */
static void
drop(struct dtap_tee *tee, uint64_t containers, uint64_t bytes)
{
	tee->status.dropped.containers += containers;
	tee->status.dropped.bytes += bytes;
}

/*
 * With the lock held, so that blocks are published in the order in which they
 * were filled.  No stream ever takes this lock.
 */
static void
flush(struct dtap_tee *tee)
{
	struct dtap_block *block = tee->open;

	if (block == NULL)
		return;
	tee->open = NULL;
	tee->last_flush = dtap_clock_now();
	dtap_block_seal(block);
	dtap_ring_publish(tee->ring, block);
}

/* With the lock held, and no block open: opens one for the container. */
static int
begin(struct dtap_tee *tee, const struct dtap_container *container)
{
	size_t room = dtap_pcap_room(container, tee->snaplen);
	struct dtap_block *block =
		dtap_block_open(room > tee->room ? room : tee->room);

	if (block == NULL)
		return -1;
	if (dtap_block_append(block, container, tee->snaplen) < 0) {
		dtap_block_unref(block);
		return -1;
	}
	tee->open = block;
	return 0;
}

/* With the lock held. */
static int
append(struct dtap_tee *tee, const struct dtap_container *container)
{
	if (tee->open != NULL) {
		if (dtap_block_append(tee->open, container, tee->snaplen) == 0)
			return 0;
		flush(tee);
	}
	return begin(tee, container);
}

/* With the lock held, both. */
static void
sleep_until_woken(struct dtap_tee *tee)
{
	tee->idle = true;
	while (tee->idle)
		pthread_cond_wait(&tee->changed, &tee->lock);
}

static void
wake_flusher(struct dtap_tee *tee)
{
	tee->idle = false;
	pthread_cond_signal(&tee->changed);
}

/*
 * With the lock held, and the flusher asleep: what comes after a period of
 * quiet goes out at once.  While it is awake, it alone looks at the clock.
 */
static void
end_quiet(struct dtap_tee *tee)
{
	if (dtap_clock_now() - tee->last_flush >= tee->period)
		flush(tee);
	else
		wake_flusher(tee);
}

/* With the lock held.  A time that went back is counted, and stays as it is. */
static void
note_time(struct dtap_tee *tee, const struct timespec *time)
{
	int64_t back = (tee->last.tv_sec - time->tv_sec) * DTAP_NS_PER_S +
		       (tee->last.tv_nsec - time->tv_nsec);

	tee->last = *time;
	if (back <= 0)
		return;
	tee->status.steps.count++;
	tee->status.steps.last = back;
}

/* Only a DIAG device's container comes in parts. */
static bool
can_be_written(const struct dtap_tee *tee,
	       const struct dtap_container *container)
{
	return container->shape.kind == DTAP_KIND_DIAG ||
	       dtap_pcap_room(container, tee->snaplen) <=
		       DTAP_PCAP_RECORD_HEADER + tee->snaplen;
}

void
dtap_tee_put(struct dtap_tee *tee, const struct dtap_container *given)
{
	struct dtap_container container = *given;
	uint64_t counted = dtap_container_counts(given) ? 1 : 0;

	container.time = given->time.tv_sec == 0
				 ? dtap_wall_now(tee->wall)
				 : dtap_wall_at(tee->wall, given->time);
	pthread_mutex_lock(&tee->lock);
	note_time(tee, &container.time);
	container.number = tee->status.taken.containers;
	tee->status.taken.containers += counted;
	tee->status.taken.bytes += counted * container.size;
	if (!can_be_written(tee, given) || append(tee, &container) < 0)
		drop(tee, counted, counted * container.size);
	else if (tee->idle)
		end_quiet(tee);
	pthread_mutex_unlock(&tee->lock);
}

void
dtap_tee_flush(struct dtap_tee *tee)
{
	pthread_mutex_lock(&tee->lock);
	flush(tee);
	pthread_mutex_unlock(&tee->lock);
}

static void *
flusher_main(void *arg)
{
	struct dtap_tee *tee = arg;

	pthread_mutex_lock(&tee->lock);
	while (!tee->stopping) {
		int64_t due = tee->last_flush + tee->period;

		/* Once more after the last flush: traffic comes in a row. */
		if (dtap_clock_now() < due)
			dtap_clock_cond_wait(&tee->changed, &tee->lock, due);
		else if (tee->open != NULL)
			flush(tee);
		else
			sleep_until_woken(tee);
	}
	flush(tee);
	pthread_mutex_unlock(&tee->lock);
	return NULL;
}

int
dtap_tee_start(struct dtap_tee *tee)
{
	int error = pthread_create(&tee->flusher, NULL, flusher_main, tee);

	if (error == 0)
		return 0;
	errno = error;
	return -1;
}

void
dtap_tee_stop(struct dtap_tee *tee)
{
	pthread_mutex_lock(&tee->lock);
	tee->stopping = true;
	wake_flusher(tee);
	pthread_mutex_unlock(&tee->lock);
	pthread_join(tee->flusher, NULL);
}

void
dtap_tee_status(struct dtap_tee *tee, struct dtap_tee_status *status)
{
	pthread_mutex_lock(&tee->lock);
	*status = tee->status;
	pthread_mutex_unlock(&tee->lock);
}

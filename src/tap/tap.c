/* SPDX-License-Identifier: MIT */
#include <dtap/tap.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/thread.h"
#include "tap/accumulator.h"

/*
 * The kernel of a slow peer may say nothing until most of its buffer has been
 * read.  On Linux this is about 3 MB, which takes 30 s at 100 KB/s.
 */
#define STALL_TIMEOUT_MS 30000
#define FIRST_RETRY_MS   100
#define LAST_RETRY_MS    5000
#define STOP_POLL_MS     5
#define WAKE_SIGNAL      SIGURG

struct dtap_tap {
	struct dtap_tap_options options;
	struct dtap_ring *ring;
	struct dtap_accumulator *accumulator;
	dtap_tap_observer *observer;
	void *observer_arg;
	pthread_t reader;
	atomic_bool stopping;
	atomic_bool complete; /* the ring ended with the source */
	atomic_ullong turn;   /* of the reader: odd while it works, even while
				 it waits */

	/* Only the reader uses these while it runs. */
	struct dtap_source *source;
	uint8_t *buffer;
	int64_t retry_ms;

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t changed;
	bool reader_ended;
	enum dtap_tap_state state;
	char why[DTAP_WHY_SIZE];
	uint64_t failures;
};

const char *
dtap_tap_state_name(enum dtap_tap_state state)
{
	static const char *const names[] = {
		[DTAP_TAP_OFF] = "off",
		[DTAP_TAP_OPENING] = "opening",
		[DTAP_TAP_WAITING] = "waiting",
		[DTAP_TAP_RUNNING] = "running",
		[DTAP_TAP_RETRYING] = "retrying",
		[DTAP_TAP_ENDED] = "ended",
		[DTAP_TAP_STOPPED] = "stopped",
	};

	return names[state];
}

/* Tells the observer of changes only, and without holding the lock. */
static void
set_state(struct dtap_tap *tap, enum dtap_tap_state state, const char *why)
{
	bool same;

	pthread_mutex_lock(&tap->lock);
	same = tap->state == state && strcmp(tap->why, why) == 0;
	tap->state = state;
	if (!same)
		strcpy(tap->why, why);
	pthread_mutex_unlock(&tap->lock);
	if (!same && tap->observer != NULL)
		tap->observer(tap->observer_arg, tap, state, why);
}

/* The reader calls this where a wait begins, and where it ends. */
static void
next_turn(struct dtap_tap *tap)
{
	atomic_fetch_add_explicit(&tap->turn, 1, memory_order_relaxed);
}

/* Sleeps, longer each time.  dtap_tap_stop() ends the sleep. */
static void
pause_before_retry(struct dtap_tap *tap)
{
	int64_t until = dtap_clock_now() + tap->retry_ms * DTAP_NS_PER_MS;

	next_turn(tap);
	while (!atomic_load(&tap->stopping) && dtap_clock_sleep(until) == EINTR)
		;
	next_turn(tap);
	tap->retry_ms *= 2;
	if (tap->retry_ms > LAST_RETRY_MS)
		tap->retry_ms = LAST_RETRY_MS;
}

static void
fail(struct dtap_tap *tap)
{
	pthread_mutex_lock(&tap->lock);
	tap->failures++;
	pthread_mutex_unlock(&tap->lock);
	set_state(tap, DTAP_TAP_RETRYING, tap->source->why);
	pause_before_retry(tap);
}

/* Tries until the source is open.  False: the tap is to stop. */
static bool
open_source(struct dtap_tap *tap)
{
	struct dtap_source *source = tap->source;
	int result;

	while (!atomic_load(&tap->stopping)) {
		source->why[0] = '\0';
		next_turn(tap);
		result = source->ops->open(source);
		next_turn(tap);
		if (result == 0)
			return true;
		if (errno != EINTR)
			fail(tap);
	}
	return false;
}

/* Passes on what a running source says. */
static void
report_why(struct dtap_tap *tap)
{
	if (tap->source->why[0] != '\0')
		set_state(tap, DTAP_TAP_RUNNING, tap->source->why);
}

/* Puts what read gave into the accumulator.  True: it counts. */
static bool
take(struct dtap_tap *tap, size_t size)
{
	struct dtap_source *source = tap->source;
	const struct dtap_container container = {
		.data = tap->buffer,
		.size = size,
		.time = source->time,
		.shape = source->shape,
	};
	bool counts = dtap_container_counts(&container);

	if (source->lossless) {
		next_turn(tap);
		dtap_ring_await_room(
			tap->ring,
			dtap_accumulator_room(tap->accumulator, size),
			STALL_TIMEOUT_MS);
		next_turn(tap);
	}
	dtap_accumulator_put(tap->accumulator, &container);
	if (counts)
		tap->retry_ms = FIRST_RETRY_MS;
	if (counts && source->ops->published != NULL)
		source->ops->published(source, tap->buffer, size);
	report_why(tap);
	return counts;
}

/* Reads until the source fails or the tap stops.  True: it has ended. */
static bool
read_source(struct dtap_tap *tap, uint64_t *containers)
{
	struct dtap_source *source = tap->source;
	ssize_t size;

	*containers = 0;
	while (!atomic_load(&tap->stopping)) {
		next_turn(tap);
		size = source->ops->read(source, tap->buffer,
					 source->buffer_size);
		next_turn(tap);
		if (size > 0)
			*containers += take(tap, (size_t)size);
		else if (size < 0)
			return errno == ENODATA;
		else
			report_why(tap);
	}
	while (source->ops->drain != NULL &&
	       (size = source->ops->drain(source, tap->buffer)) > 0)
		*containers += take(tap, (size_t)size);
	return false;
}

static void
wait_for_subscribers(struct dtap_tap *tap)
{
	struct dtap_ring_status status;

	dtap_ring_status(tap->ring, &status);
	if (status.subscribers >= tap->options.wait_subscribers)
		return;
	set_state(tap, DTAP_TAP_WAITING, "");
	next_turn(tap);
	dtap_ring_await_subscribers(tap->ring, tap->options.wait_subscribers);
	next_turn(tap);
}

static void
end_source(struct dtap_tap *tap)
{
	dtap_accumulator_flush(tap->accumulator);
	if (tap->options.at_end != DTAP_AT_END_HOLD) {
		atomic_store(&tap->complete, true);
		dtap_ring_end(tap->ring);
	}
	set_state(tap, DTAP_TAP_ENDED, tap->source->why);
}

/* A replay that was cut short, or that was empty, is not opened again. */
static bool
is_repeated(const struct dtap_tap *tap, uint64_t containers)
{
	return tap->options.at_end == DTAP_AT_END_LOOP && containers > 0 &&
	       tap->source->why[0] == '\0';
}

/* Before the next round of a loop that began at this time. */
static void
pause_before_round(struct dtap_tap *tap, int64_t began)
{
	int64_t until = began + DTAP_LOOP_PERIOD_MS * DTAP_NS_PER_MS;
	struct dtap_ring_status ring;

	dtap_ring_status(tap->ring, &ring);
	if (tap->source->lossless && ring.subscribers > 0)
		return;
	dtap_accumulator_flush(tap->accumulator);
	while (!atomic_load(&tap->stopping) && dtap_clock_sleep(until) == EINTR)
		;
}

static void
run_source(struct dtap_tap *tap)
{
	bool first = true;

	while (open_source(tap)) {
		int64_t began = dtap_clock_now();
		uint64_t containers;
		bool ended;

		if (first)
			wait_for_subscribers(tap);
		first = false;
		dtap_accumulator_set_lossless(tap->accumulator,
					      tap->source->lossless);
		set_state(tap, DTAP_TAP_RUNNING, "");
		ended = read_source(tap, &containers);
		next_turn(tap);
		tap->source->ops->close(tap->source);
		next_turn(tap);
		if (ended && !is_repeated(tap, containers)) {
			end_source(tap);
			return;
		}
		if (ended)
			pause_before_round(tap, began);
		else if (!atomic_load(&tap->stopping))
			fail(tap);
	}
}

static void *
reader_main(void *arg)
{
	struct dtap_tap *tap = arg;
	sigset_t wake;

	sigemptyset(&wake);
	sigaddset(&wake, WAKE_SIGNAL);
	pthread_sigmask(SIG_UNBLOCK, &wake, NULL);
	next_turn(tap);
	run_source(tap);
	next_turn(tap);
	pthread_mutex_lock(&tap->lock);
	tap->reader_ended = true;
	pthread_cond_signal(&tap->changed);
	pthread_mutex_unlock(&tap->lock);
	return NULL;
}

struct dtap_tap *
dtap_tap_new(const struct dtap_tap_options *options, struct dtap_source *source)
{
	struct dtap_tap *tap = calloc(1, sizeof *tap);

	if (tap == NULL) {
		source->ops->free(source);
		return NULL;
	}
	tap->options = *options;
	tap->source = source;
	tap->retry_ms = FIRST_RETRY_MS;
	pthread_mutex_init(&tap->lock, NULL);
	dtap_clock_cond_init(&tap->changed);
	/* Zeros: a driver may leave words of a container unwritten. */
	tap->buffer = calloc(1, source->buffer_size);
	tap->ring = dtap_ring_new(options->ring_bytes);
	if (tap->ring != NULL)
		tap->accumulator = dtap_accumulator_new(
			tap->ring, options->record_clock, options->flush_ms,
			options->snaplen);
	if (tap->buffer == NULL || tap->accumulator == NULL) {
		dtap_tap_free(tap);
		return NULL;
	}
	return tap;
}

void
dtap_tap_free(struct dtap_tap *tap)
{
	if (tap == NULL)
		return;
	tap->source->ops->free(tap->source);
	dtap_accumulator_free(tap->accumulator);
	dtap_ring_free(tap->ring);
	pthread_cond_destroy(&tap->changed);
	pthread_mutex_destroy(&tap->lock);
	free(tap->buffer);
	free(tap);
}

static void
ignore_signal(int number)
{
	(void)number;
}

/* Sets the state without telling the observer. */
static void
note_state(struct dtap_tap *tap, enum dtap_tap_state state)
{
	pthread_mutex_lock(&tap->lock);
	tap->state = state;
	pthread_mutex_unlock(&tap->lock);
}

int
dtap_tap_start(struct dtap_tap *tap, dtap_tap_observer *observer, void *arg)
{
	/* Without SA_RESTART, so that the signal ends a blocked read(2). */
	struct sigaction action = {.sa_handler = ignore_signal};
	int error;

	sigaction(WAKE_SIGNAL, &action, NULL);
	tap->observer = observer;
	tap->observer_arg = arg;
	if (dtap_accumulator_start(tap->accumulator) < 0)
		return -1;
	note_state(tap, DTAP_TAP_OPENING);
	if (dtap_thread_start(&tap->reader, "reader", reader_main, tap) == 0)
		return 0;
	error = errno;
	note_state(tap, DTAP_TAP_OFF);
	dtap_accumulator_stop(tap->accumulator);
	errno = error;
	return -1;
}

/*
 * A signal that comes just before the reader blocks is lost.  So it is sent
 * again and again, until the reader has ended.
 */
static void
wake_until_ended(struct dtap_tap *tap)
{
	pthread_mutex_lock(&tap->lock);
	while (!tap->reader_ended) {
		int64_t until =
			dtap_clock_now() + STOP_POLL_MS * DTAP_NS_PER_MS;

		pthread_kill(tap->reader, WAKE_SIGNAL);
		dtap_clock_cond_wait(&tap->changed, &tap->lock, until);
	}
	pthread_mutex_unlock(&tap->lock);
}

void
dtap_tap_stop(struct dtap_tap *tap)
{
	atomic_store(&tap->stopping, true);
	dtap_ring_cancel_waits(tap->ring);
	wake_until_ended(tap);
	pthread_join(tap->reader, NULL);
	dtap_accumulator_stop(tap->accumulator);
	dtap_ring_end(tap->ring);
	set_state(tap, DTAP_TAP_STOPPED, "");
}

const char *
dtap_tap_name(const struct dtap_tap *tap)
{
	return tap->options.name;
}

const struct dtap_source *
dtap_tap_source(const struct dtap_tap *tap)
{
	return tap->source;
}

const struct dtap_tap_options *
dtap_tap_options(const struct dtap_tap *tap)
{
	return &tap->options;
}

bool
dtap_tap_is_alive(const struct dtap_tap *tap, uint64_t *turns)
{
	uint64_t turn = atomic_load(&tap->turn);
	bool alive = turn % 2 == 0 || turn != *turns;

	*turns = turn;
	return alive;
}

bool
dtap_tap_is_complete(const struct dtap_tap *tap)
{
	return atomic_load(&tap->complete);
}

struct dtap_ring *
dtap_tap_ring(struct dtap_tap *tap)
{
	return tap->ring;
}

void
dtap_tap_status(struct dtap_tap *tap, struct dtap_tap_status *status)
{
	struct dtap_accumulator_status accumulator;

	dtap_accumulator_status(tap->accumulator, &accumulator);
	status->read = accumulator.taken;
	status->dropped = accumulator.dropped;
	status->steps = accumulator.steps;
	pthread_mutex_lock(&tap->lock);
	status->state = tap->state;
	status->failures = tap->failures;
	memcpy(status->why, tap->why, sizeof status->why);
	pthread_mutex_unlock(&tap->lock);
}

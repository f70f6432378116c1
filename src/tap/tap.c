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
#include "tap/tap_private.h"

#define STOP_POLL_MS 5

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
	pthread_mutex_init(&tap->lock, NULL);
	dtap_clock_cond_init(&tap->changed);
	dtap_requests_init(&tap->requests);
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
	dtap_requests_destroy(&tap->requests);
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

	sigaction(DTAP_TAP_WAKE_SIGNAL, &action, NULL);
	tap->observer = observer;
	tap->observer_arg = arg;
	if (dtap_accumulator_start(tap->accumulator) < 0)
		return -1;
	note_state(tap, DTAP_TAP_OPENING);
	if (dtap_thread_start(&tap->reader, "reader", dtap_tap_reader_main,
			      tap) == 0)
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

		pthread_kill(tap->reader, DTAP_TAP_WAKE_SIGNAL);
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
	dtap_tap_set_state(tap, DTAP_TAP_STOPPED, "");
}

bool
dtap_tap_poke(struct dtap_tap *tap)
{
	bool waits = atomic_load(&tap->requests.count) > 0;

	if (!waits)
		return false;
	pthread_mutex_lock(&tap->lock);
	if (!tap->reader_ended)
		pthread_kill(tap->reader, DTAP_TAP_WAKE_SIGNAL);
	waits = !tap->reader_ended;
	pthread_mutex_unlock(&tap->lock);
	return waits;
}

int
dtap_tap_request(struct dtap_tap *tap, uint32_t client, const uint8_t *packet,
		 size_t size, bool remote)
{
	if (tap->source->ops->write == NULL || size > DTAP_TAP_REQUEST_MAX) {
		errno = size > DTAP_TAP_REQUEST_MAX ? EMSGSIZE : ENOTSUP;
		return -1;
	}
	if (dtap_requests_add(&tap->requests, client, packet, size, remote) < 0)
		return -1;
	dtap_tap_poke(tap);
	return 0;
}

uint64_t
dtap_tap_session(const struct dtap_tap *tap)
{
	return atomic_load(&tap->requests.session);
}

void
dtap_tap_watch_session(struct dtap_tap *tap, void (*wake)(void *arg), void *arg)
{
	tap->session_wake = wake;
	tap->session_arg = arg;
}

void
dtap_tap_set_prompt(struct dtap_tap *tap, bool prompt)
{
	dtap_accumulator_set_prompt(tap->accumulator, prompt);
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

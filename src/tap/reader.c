/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "tap/tap_private.h"

/*
 * The kernel of a slow peer may say nothing until most of its buffer has been
 * read.  On Linux this is about 3 MB, which takes 30 s at 100 KB/s.
 */
#define STALL_TIMEOUT_MS 30000
#define FIRST_RETRY_MS   100
#define LAST_RETRY_MS    5000
#define WRITE_NS         (200 * DTAP_NS_PER_MS) /* tries of a request, and */
#define WRITE_TRIES      32 /* at least: between two a read may take long */

/* Tells the observer of changes only, and without holding the lock. */
void
dtap_tap_set_state(struct dtap_tap *tap, enum dtap_tap_state state,
		   const char *why)
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
	dtap_tap_set_state(tap, DTAP_TAP_RETRYING, tap->source->why);
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
		dtap_tap_set_state(tap, DTAP_TAP_RUNNING, tap->source->why);
}

/* After what may begin or end a session of the source. */
static void
notice_session(struct dtap_tap *tap)
{
	uint64_t session = atomic_load(&tap->source->session);

	if (dtap_requests_set_session(&tap->requests, session) &&
	    tap->session_wake != NULL)
		tap->session_wake(tap->session_arg);
}

static bool
may_try_again(const struct dtap_request *request, int64_t now)
{
	return request->tries < WRITE_TRIES || now - request->tried < WRITE_NS;
}

/* False: the device is busy, and the request may be tried again. */
static bool
write_request(struct dtap_tap *tap, struct dtap_request *request)
{
	const struct dtap_container container = {
		.data = request->bytes,
		.size = request->size,
		.shape = {.kind = DTAP_KIND_REQUEST, .client = request->client},
	};
	int64_t now = dtap_clock_now();
	int result;

	if (request->tried == 0)
		request->tried = now;
	request->tries++;
	next_turn(tap);
	result = tap->source->ops->write(tap->source, request->bytes,
					 request->size);
	next_turn(tap);
	if (result < 0 && errno == EAGAIN && may_try_again(request, now))
		return false;
	if (result == 0)
		dtap_accumulator_put(tap->accumulator, &container);
	else
		dtap_source_explain(tap->source,
				    "A request could not be written: %s.",
				    strerror(errno));
	return true;
}

static void
write_requests(struct dtap_tap *tap)
{
	struct dtap_request *request;

	while ((request = dtap_requests_first(&tap->requests)) != NULL) {
		if (!write_request(tap, request))
			return;
		report_why(tap);
		dtap_requests_remove(&tap->requests, request);
	}
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
	report_why(tap);
	return counts;
}

static void
take_nothing(struct dtap_tap *tap)
{
	notice_session(tap);
	report_why(tap);
}

/* Reads until the source fails or the tap stops.  True: it has ended. */
static bool
read_source(struct dtap_tap *tap, uint64_t *containers)
{
	struct dtap_source *source = tap->source;
	ssize_t size;

	*containers = 0;
	while (!atomic_load(&tap->stopping)) {
		write_requests(tap);
		next_turn(tap);
		size = source->ops->read(source, tap->buffer,
					 source->buffer_size);
		next_turn(tap);
		if (size > 0)
			*containers += take(tap, (size_t)size);
		else if (size < 0)
			return errno == ENODATA;
		else
			take_nothing(tap);
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
	dtap_tap_set_state(tap, DTAP_TAP_WAITING, "");
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
	dtap_tap_set_state(tap, DTAP_TAP_ENDED, tap->source->why);
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
		dtap_tap_set_state(tap, DTAP_TAP_RUNNING, "");
		notice_session(tap);
		ended = read_source(tap, &containers);
		next_turn(tap);
		tap->source->ops->close(tap->source);
		next_turn(tap);
		notice_session(tap);
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

void *
dtap_tap_reader_main(void *arg)
{
	struct dtap_tap *tap = arg;
	sigset_t wake;

	sigemptyset(&wake);
	sigaddset(&wake, DTAP_TAP_WAKE_SIGNAL);
	pthread_sigmask(SIG_UNBLOCK, &wake, NULL);
	tap->retry_ms = FIRST_RETRY_MS;
	next_turn(tap);
	run_source(tap);
	next_turn(tap);
	pthread_mutex_lock(&tap->lock);
	tap->reader_ended = true;
	pthread_cond_signal(&tap->changed);
	pthread_mutex_unlock(&tap->lock);
	return NULL;
}

/* SPDX-License-Identifier: MIT */
#include "outlets/fanout.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limit.h"
#include "outlets/peer.h"

#define EVENTS 64

/* Warnings of lags in a second; a thousand streams may lag at once. */
#define MOST_WARNINGS 10

/* How long nothing may come from a peer's host, and how often we look. */
#define SILENT_MS 60000
#define LOOK_MS   10000

struct dtap_fanout {
	const struct dtap_log *log;
	unsigned max_streams;
	int epoll, wake;
	pthread_t thread;
	atomic_bool woken;    /* the eventfd has been written */
	atomic_uint reserved; /* places taken, adopted or not */
	atomic_bool stopping;
	atomic_llong idle_ms;
	bool draining;              /* the thread's: it has seen `stopping` */
	int64_t last_sent;          /* the thread's: monotonic ns */
	int64_t last_look;          /* the thread's: for peers that vanished */
	struct dtap_limit warnings; /* the thread's */

	/*
	 * Guards the lists' links for other threads.  The fan-out thread alone
	 * changes `streams`, and so walks it without the lock.
	 */
	pthread_mutex_t lock;
	struct dtap_stream *streams, *incoming;
	struct dtap_fanout_status ended; /* of streams that are gone */
};

static void
wake(void *arg)
{
	struct dtap_fanout *fanout = arg;

	if (!atomic_exchange(&fanout->woken, true))
		eventfd_write(fanout->wake, 1);
}

static bool
open_descriptors(struct dtap_fanout *fanout)
{
	struct epoll_event event = {.events = EPOLLIN}; /* no stream: wake */

	fanout->epoll = epoll_create1(EPOLL_CLOEXEC);
	fanout->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return fanout->epoll >= 0 && fanout->wake >= 0 &&
	       epoll_ctl(fanout->epoll, EPOLL_CTL_ADD, fanout->wake, &event) ==
		       0;
}

struct dtap_fanout *
dtap_fanout_new(const struct dtap_log *log, unsigned max_streams)
{
	struct dtap_fanout *fanout = calloc(1, sizeof *fanout);

	if (fanout == NULL)
		return NULL;
	fanout->log = log;
	fanout->max_streams = max_streams;
	fanout->warnings = (struct dtap_limit){.most = MOST_WARNINGS,
					       .period = DTAP_NS_PER_S};
	pthread_mutex_init(&fanout->lock, NULL);
	if (!open_descriptors(fanout)) {
		dtap_fanout_free(fanout);
		return NULL;
	}
	return fanout;
}

void
dtap_fanout_free(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream, *next;

	if (fanout == NULL)
		return;
	/* Adopted while the thread was ending. */
	for (stream = fanout->incoming; stream != NULL; stream = next) {
		next = dtap_stream_link(stream)->next;
		dtap_stream_free(stream);
	}
	if (fanout->wake >= 0)
		close(fanout->wake);
	if (fanout->epoll >= 0)
		close(fanout->epoll);
	pthread_mutex_destroy(&fanout->lock);
	free(fanout);
}

int
dtap_fanout_watch(struct dtap_fanout *fanout, struct dtap_tap *tap)
{
	return dtap_ring_watch(dtap_tap_ring(tap), wake, fanout);
}

bool
dtap_fanout_reserve(struct dtap_fanout *fanout)
{
	if (atomic_fetch_add(&fanout->reserved, 1) < fanout->max_streams)
		return true;
	dtap_fanout_release(fanout);
	return false;
}

void
dtap_fanout_release(struct dtap_fanout *fanout)
{
	atomic_fetch_sub(&fanout->reserved, 1);
}

int
dtap_fanout_adopt(struct dtap_fanout *fanout,
		  const struct dtap_stream_options *options)
{
	struct dtap_stream *stream = dtap_stream_new(options);

	if (stream == NULL) {
		dtap_fanout_release(fanout);
		return -1;
	}
	pthread_mutex_lock(&fanout->lock);
	dtap_stream_link(stream)->next = fanout->incoming;
	fanout->incoming = stream;
	pthread_mutex_unlock(&fanout->lock);
	wake(fanout);
	return 0;
}

/* With the lock held. */
static void
add(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	struct dtap_stream_link *link = dtap_stream_link(stream);

	link->prev = NULL;
	link->next = fanout->streams;
	if (link->next != NULL)
		dtap_stream_link(link->next)->prev = stream;
	fanout->streams = stream;
	fanout->ended.adopted++;
}

/* With the lock held. */
static void
count_ended(struct dtap_fanout *fanout, const struct dtap_stream_status *status)
{
	fanout->ended.bytes += status->bytes;
	fanout->ended.lags += status->lags;
	fanout->ended.lost.containers += status->lost.containers;
	fanout->ended.lost.bytes += status->lost.bytes;
}

static void
log_end(struct dtap_fanout *fanout, const struct dtap_stream_status *status)
{
	enum dtap_priority priority =
		status->lags > 0 ? DTAP_NOTICE : DTAP_DEBUG;

	dtap_log(fanout->log, priority,
		 "%s to %s: ended after %" PRIu64 " bytes, %" PRIu64
		 " lags, %" PRIu64 " containers (%" PRIu64 " bytes) lost",
		 status->path, status->peer, status->bytes, status->lags,
		 status->lost.containers, status->lost.bytes);
}

static void
end(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	struct dtap_stream_link *link = dtap_stream_link(stream);
	struct dtap_stream_status status;

	dtap_stream_status(stream, &status);
	log_end(fanout, &status);
	pthread_mutex_lock(&fanout->lock);
	if (link->prev != NULL)
		dtap_stream_link(link->prev)->next = link->next;
	else
		fanout->streams = link->next;
	if (link->next != NULL)
		dtap_stream_link(link->next)->prev = link->prev;
	count_ended(fanout, &status);
	pthread_mutex_unlock(&fanout->lock);
	dtap_stream_free(stream);
	dtap_fanout_release(fanout);
}

/* Edge-triggered and registered once: a quiet or full socket costs nothing. */
static void
begin(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
		.data.ptr = stream,
	};
	struct dtap_stream_status status;

	dtap_stream_status(stream, &status);
	dtap_log(fanout->log, DTAP_DEBUG, "%s to %s: begins", status.path,
		 status.peer);
	if (epoll_ctl(fanout->epoll, EPOLL_CTL_ADD, dtap_stream_fd(stream),
		      &event) < 0)
		end(fanout, stream);
}

static void
take_incoming(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream, *next, *last;

	pthread_mutex_lock(&fanout->lock);
	stream = fanout->incoming;
	fanout->incoming = NULL;
	last = fanout->streams;
	for (; stream != NULL; stream = next) {
		next = dtap_stream_link(stream)->next;
		add(fanout, stream);
	}
	pthread_mutex_unlock(&fanout->lock);
	for (stream = fanout->streams; stream != last; stream = next) {
		next = dtap_stream_link(stream)->next;
		begin(fanout, stream);
	}
}

static void
say_what_was_left_out(struct dtap_fanout *fanout, int64_t now)
{
	uint64_t count = dtap_limit_left_out(&fanout->warnings, now);

	if (count > 0)
		dtap_log(fanout->log, DTAP_WARNING,
			 "%" PRIu64 " more such lines were left out", count);
}

static void
warn_of_lag(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	int64_t now = dtap_clock_now();
	struct dtap_stream_status status;

	say_what_was_left_out(fanout, now);
	if (!dtap_limit_pass(&fanout->warnings, now))
		return;
	dtap_stream_status(stream, &status);
	dtap_log(fanout->log, DTAP_WARNING,
		 "%s to %s lags: %" PRIu64 " containers (%" PRIu64
		 " bytes) lost so far, it goes on at the oldest held",
		 status.path, status.peer, status.lost.containers,
		 status.lost.bytes);
}

/* True: the stream may have more to send at once. */
static bool
pump(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	enum dtap_pumped pumped = dtap_stream_pump(stream);

	if (dtap_stream_began_to_lag(stream))
		warn_of_lag(fanout, stream);
	dtap_stream_link(stream)->blocked = pumped == DTAP_PUMPED_BLOCKED;
	if (pumped == DTAP_PUMPED_DONE)
		end(fanout, stream);
	return pumped == DTAP_PUMPED_SOME;
}

/* One block for each: all send the same one while it is in the cache. */
static bool
pump_all(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream, *next;
	bool more = false;

	for (stream = fanout->streams; stream != NULL; stream = next) {
		next = dtap_stream_link(stream)->next;
		if (!dtap_stream_link(stream)->blocked && pump(fanout, stream))
			more = true;
	}
	return more;
}

static void
handle(struct dtap_fanout *fanout, const struct epoll_event *event)
{
	struct dtap_stream *stream = event->data.ptr;
	eventfd_t count;

	if (stream == NULL) {
		eventfd_read(fanout->wake, &count);
		/* Cleared before we look: what comes now wakes us again. */
		atomic_store(&fanout->woken, false);
		take_incoming(fanout);
		return;
	}
	if (event->events & (EPOLLERR | EPOLLHUP) ||
	    (event->events & (EPOLLIN | EPOLLRDHUP) &&
	     !dtap_stream_deaf(stream))) {
		end(fanout, stream);
		return;
	}
	if (event->events & EPOLLOUT)
		dtap_stream_link(stream)->blocked = false;
}

/* Ends streams whose peers' hosts are gone. */
static void
look_for_peers(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream, *next;
	int64_t now = dtap_clock_now();

	say_what_was_left_out(fanout, now);
	if (now - fanout->last_look < LOOK_MS * DTAP_NS_PER_MS)
		return;
	fanout->last_look = now;
	for (stream = fanout->streams; stream != NULL; stream = next) {
		next = dtap_stream_link(stream)->next;
		if (dtap_peer_vanished(dtap_stream_fd(stream), SILENT_MS))
			end(fanout, stream);
	}
}

/* True when the streams have ended, or will not in time. */
static bool
is_over(struct dtap_fanout *fanout)
{
	int64_t patience = atomic_load(&fanout->idle_ms) * DTAP_NS_PER_MS;

	if (!atomic_load(&fanout->stopping))
		return false;
	if (!fanout->draining) {
		fanout->draining = true;
		fanout->last_sent = dtap_clock_now();
	}
	/* Not `streams`: one may have its place, and be on its way to us. */
	return atomic_load(&fanout->reserved) == 0 ||
	       dtap_clock_now() - fanout->last_sent > patience;
}

static int
timeout_ms(const struct dtap_fanout *fanout, bool more)
{
	if (more)
		return 0;
	if (atomic_load(&fanout->stopping))
		return 50;
	if (fanout->warnings.left_out > 0)
		return 1000;
	return fanout->streams != NULL ? LOOK_MS : -1;
}

static void *
fanout_main(void *arg)
{
	struct dtap_fanout *fanout = arg;
	struct epoll_event events[EVENTS];
	bool more = false;

	do {
		int count = epoll_wait(fanout->epoll, events, EVENTS,
				       timeout_ms(fanout, more));

		for (int i = 0; i < count; i++)
			handle(fanout, &events[i]);
		more = pump_all(fanout);
		if (more && fanout->draining)
			fanout->last_sent = dtap_clock_now();
		look_for_peers(fanout);
	} while (!is_over(fanout));
	while (fanout->streams != NULL)
		end(fanout, fanout->streams);
	say_what_was_left_out(fanout, INT64_MAX);
	return NULL;
}

int
dtap_fanout_start(struct dtap_fanout *fanout)
{
	int error = pthread_create(&fanout->thread, NULL, fanout_main, fanout);

	if (error == 0)
		return 0;
	errno = error;
	return -1;
}

void
dtap_fanout_stop(struct dtap_fanout *fanout, int64_t idle_ms)
{
	atomic_store(&fanout->idle_ms, idle_ms);
	atomic_store(&fanout->stopping, true);
	eventfd_write(fanout->wake, 1);
	pthread_join(fanout->thread, NULL);
}

void
dtap_fanout_visit(struct dtap_fanout *fanout,
		  void (*visit)(void *arg,
				const struct dtap_stream_status *status),
		  void *arg)
{
	struct dtap_stream_status status;
	struct dtap_stream *stream;

	pthread_mutex_lock(&fanout->lock);
	for (stream = fanout->streams; stream != NULL;
	     stream = dtap_stream_link(stream)->next) {
		dtap_stream_status(stream, &status);
		visit(arg, &status);
	}
	pthread_mutex_unlock(&fanout->lock);
}

static void
add_live(void *arg, const struct dtap_stream_status *stream)
{
	struct dtap_fanout_status *sum = arg;

	sum->streams++;
	sum->bytes += stream->bytes;
	sum->lags += stream->lags;
	sum->lost.containers += stream->lost.containers;
	sum->lost.bytes += stream->lost.bytes;
}

void
dtap_fanout_status(struct dtap_fanout *fanout,
		   struct dtap_fanout_status *status)
{
	struct dtap_fanout_status live = {0};

	dtap_fanout_visit(fanout, add_live, &live);
	pthread_mutex_lock(&fanout->lock);
	*status = fanout->ended;
	pthread_mutex_unlock(&fanout->lock);
	status->streams = live.streams;
	status->max_streams = fanout->max_streams;
	status->bytes += live.bytes;
	status->lags += live.lags;
	status->lost.containers += live.lost.containers;
	status->lost.bytes += live.lost.bytes;
}

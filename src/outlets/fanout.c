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
	struct dtap_roster *roster;
	int epoll, wake;
	pthread_t thread;
	atomic_bool woken; /* the eventfd has been written */
	atomic_bool stopping;
	atomic_llong idle_ms;
	bool draining;              /* the thread's: it has seen `stopping` */
	int64_t last_sent;          /* the thread's: monotonic ns */
	int64_t last_look;          /* the thread's: for peers that vanished */
	struct dtap_limit warnings; /* the thread's */
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
	fanout->epoll = fanout->wake = -1;
	fanout->roster = dtap_roster_new(max_streams);
	fanout->warnings = (struct dtap_limit){.most = MOST_WARNINGS,
					       .period = DTAP_NS_PER_S};
	if (fanout->roster == NULL || !open_descriptors(fanout)) {
		dtap_fanout_free(fanout);
		return NULL;
	}
	return fanout;
}

void
dtap_fanout_free(struct dtap_fanout *fanout)
{
	if (fanout == NULL)
		return;
	dtap_roster_free(fanout->roster);
	if (fanout->wake >= 0)
		close(fanout->wake);
	if (fanout->epoll >= 0)
		close(fanout->epoll);
	free(fanout);
}

int
dtap_fanout_watch(struct dtap_fanout *fanout, struct dtap_tap *tap)
{
	return dtap_ring_watch(dtap_tap_ring(tap), wake, fanout);
}

struct dtap_roster *
dtap_fanout_roster(struct dtap_fanout *fanout)
{
	return fanout->roster;
}

int
dtap_fanout_adopt(struct dtap_fanout *fanout,
		  const struct dtap_stream_options *options)
{
	struct dtap_stream *stream = dtap_stream_new(options);

	if (stream == NULL) {
		dtap_roster_release(fanout->roster);
		return -1;
	}
	dtap_roster_offer(fanout->roster, stream);
	wake(fanout);
	return 0;
}

static void
end(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	struct dtap_stream_status status;

	dtap_stream_status(stream, &status);
	dtap_log(fanout->log, status.lags > 0 ? DTAP_NOTICE : DTAP_DEBUG,
		 "%s to %s: ended after %" PRIu64 " bytes, %" PRIu64
		 " lags, %" PRIu64 " containers (%" PRIu64 " bytes) lost",
		 status.path, status.peer, status.bytes, status.lags,
		 status.lost.containers, status.lost.bytes);
	dtap_roster_end(fanout->roster, stream);
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

	for (stream = dtap_roster_first(fanout->roster); stream != NULL;
	     stream = next) {
		next = dtap_roster_next(stream);
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
		while ((stream = dtap_roster_admit(fanout->roster)) != NULL)
			begin(fanout, stream);
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

/* Warns of streams that lag asleep, ends those whose peers' hosts are gone. */
static void
look_for_peers(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream, *next;
	int64_t now = dtap_clock_now();

	say_what_was_left_out(fanout, now);
	if (now - fanout->last_look < LOOK_MS * DTAP_NS_PER_MS)
		return;
	fanout->last_look = now;
	for (stream = dtap_roster_first(fanout->roster); stream != NULL;
	     stream = next) {
		next = dtap_roster_next(stream);
		dtap_stream_look(stream);
		if (dtap_stream_began_to_lag(stream))
			warn_of_lag(fanout, stream);
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
	/* One may have its place, and be on its way to us. */
	return dtap_roster_reserved(fanout->roster) == 0 ||
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
	return dtap_roster_first(fanout->roster) != NULL ? LOOK_MS : -1;
}

static void *
fanout_main(void *arg)
{
	struct dtap_fanout *fanout = arg;
	struct epoll_event events[EVENTS];
	struct dtap_stream *stream;
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
	while ((stream = dtap_roster_first(fanout->roster)) != NULL)
		end(fanout, stream);
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

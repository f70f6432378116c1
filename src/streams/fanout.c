/* SPDX-License-Identifier: MIT */
#include "streams/fanout.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"
#include "streams/peer.h"
#include "streams/stream_log.h"

#define EVENTS 64
/* A peer's host that is silent for so long is gone; how often we check. */
#define SILENT_MS 60000
#define CHECK_MS  10000

struct dtap_fanout {
	struct dtap_stream_log stream_log; /* the thread's */
	struct dtap_stream_table *table;
	struct dtap_rewrite_scratch *scratch; /* the thread's */
	int epoll, wake;
	pthread_t thread;
	atomic_bool woken; /* the eventfd has been written */
	atomic_bool stopping;
	atomic_ullong asked, answered; /* by a watchdog; up to which question */
	atomic_llong idle_ms;
	bool draining;      /* the thread's: it has seen `stopping` */
	int64_t last_sent;  /* the thread's: monotonic ns */
	int64_t last_check; /* the thread's: for peers that vanished */
	int64_t due;        /* the thread's: the next tick of a stream */
	bool half_closed;   /* the thread's: a peer may be gone */
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
	/* No stream means wake.  Each write is an edge: none must be read. */
	struct epoll_event event = {.events = EPOLLIN | EPOLLET};

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
	dtap_stream_log_init(&fanout->stream_log, log);
	fanout->epoll = fanout->wake = -1;
	fanout->due = INT64_MAX;
	fanout->table = dtap_stream_table_new(max_streams);
	fanout->scratch = dtap_rewrite_scratch_new();
	if (fanout->table != NULL && fanout->scratch != NULL &&
	    open_descriptors(fanout))
		return fanout;
	dtap_fanout_free(fanout);
	return NULL;
}

void
dtap_fanout_free(struct dtap_fanout *fanout)
{
	if (fanout == NULL)
		return;
	dtap_stream_table_free(fanout->table);
	dtap_rewrite_scratch_free(fanout->scratch);
	if (fanout->wake >= 0)
		close(fanout->wake);
	if (fanout->epoll >= 0)
		close(fanout->epoll);
	free(fanout);
}

int
dtap_fanout_watch(struct dtap_fanout *fanout, struct dtap_ring *ring)
{
	return dtap_ring_watch(ring, wake, fanout);
}

struct dtap_stream_table *
dtap_fanout_table(struct dtap_fanout *fanout)
{
	return fanout->table;
}

int
dtap_fanout_adopt(struct dtap_fanout *fanout,
		  const struct dtap_stream_options *options)
{
	struct dtap_stream *stream = dtap_stream_new(options);

	if (stream == NULL) {
		dtap_stream_table_release(fanout->table);
		return -1;
	}
	dtap_stream_table_offer(fanout->table, stream);
	wake(fanout);
	return 0;
}

static void
end_stream(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	dtap_stream_leave(stream);
	dtap_stream_log_ended(&fanout->stream_log, stream);
	dtap_stream_table_end(fanout->table, stream);
}

/* Edge-triggered, so a quiet or full socket costs nothing. */
static int
watch(struct dtap_fanout *fanout, int operation, struct dtap_stream *stream)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
		.data.ptr = stream,
	};

	return epoll_ctl(fanout->epoll, operation, dtap_stream_fd(stream),
			 &event);
}

static void
begin_stream(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	dtap_stream_log_begun(&fanout->stream_log, stream);
	if (watch(fanout, EPOLL_CTL_ADD, stream) < 0)
		end_stream(fanout, stream);
}

/* Takes over the stream's next tick, if it is the earliest. */
static void
note_due(struct dtap_fanout *fanout, const struct dtap_stream *stream)
{
	if (dtap_stream_due(stream) < fanout->due)
		fanout->due = dtap_stream_due(stream);
}

/* True when the stream may have more to send now. */
static bool
pump(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	enum dtap_pumped pumped = dtap_stream_pump(stream, fanout->scratch);

	if (dtap_stream_began_to_lag(stream))
		dtap_stream_log_lags(&fanout->stream_log, stream);
	dtap_stream_link(stream)->blocked = pumped == DTAP_PUMPED_BLOCKED;
	note_due(fanout, stream);
	if (pumped == DTAP_PUMPED_DONE)
		end_stream(fanout, stream);
	return pumped == DTAP_PUMPED_SOME;
}

/* One turn for each stream: all send the same block while it is in the cache.
 */
static bool
pump_all(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream, *next;
	bool more = false;

	for (stream = dtap_stream_table_first(fanout->table); stream != NULL;
	     stream = next) {
		next = dtap_stream_table_next(stream);
		if (!dtap_stream_link(stream)->blocked && pump(fanout, stream))
			more = true;
	}
	return more;
}

static void
admit_streams(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream;

	/* Cleared first, so that a stream offered from now on wakes us again.
	 */
	atomic_store(&fanout->woken, false);
	while ((stream = dtap_stream_table_admit(fanout->table)) != NULL)
		begin_stream(fanout, stream);
}

/* False when the stream has ended. */
static bool
receive(struct dtap_fanout *fanout, struct dtap_stream *stream)
{
	bool more, goes_on = dtap_stream_receive(stream, &more);

	/* The edge is reported again after a change. */
	if (more)
		watch(fanout, EPOLL_CTL_MOD, stream);
	if (dtap_stream_is_half_closed(stream))
		fanout->half_closed = true;
	note_due(fanout, stream);
	return goes_on;
}

static void
handle(struct dtap_fanout *fanout, const struct epoll_event *event)
{
	struct dtap_stream *stream = event->data.ptr;

	if (stream == NULL) {
		admit_streams(fanout);
		return;
	}
	if (event->events & (EPOLLERR | EPOLLHUP) ||
	    (event->events & (EPOLLIN | EPOLLRDHUP) &&
	     !receive(fanout, stream))) {
		end_stream(fanout, stream);
		return;
	}
	if (event->events & EPOLLOUT)
		dtap_stream_link(stream)->blocked = false;
}

/*
 * A peer that closed its socket looks like one that only closed its sending
 * side, until it is sent something.  While a tap is quiet such peers could take
 * all places: they have a quarter of them, and the oldest is ended first.
 */
static void
end_half_closed(struct dtap_fanout *fanout)
{
	unsigned most = dtap_stream_table_share(fanout->table), count;
	struct dtap_stream *oldest;

	if (!fanout->half_closed)
		return;
	fanout->half_closed = false;
	while ((oldest = dtap_stream_table_half_closed(fanout->table,
						       &count)) != NULL &&
	       count > most)
		end_stream(fanout, oldest);
}

/* Runs the timers of streams. */
static void
tick(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream, *next;
	int64_t now;

	if (fanout->due == INT64_MAX || (now = dtap_clock_now()) < fanout->due)
		return;
	fanout->due = INT64_MAX;
	for (stream = dtap_stream_table_first(fanout->table); stream != NULL;
	     stream = next) {
		next = dtap_stream_table_next(stream);
		if (dtap_stream_tick(stream, now))
			note_due(fanout, stream);
		else
			end_stream(fanout, stream);
	}
}

/* Warns of stalled streams that lag, and ends streams whose peer is gone. */
static void
check_peers(struct dtap_fanout *fanout)
{
	struct dtap_stream *stream, *next;
	int64_t now = dtap_clock_now();

	dtap_stream_log_settle(&fanout->stream_log, now);
	if (now - fanout->last_check < CHECK_MS * DTAP_NS_PER_MS)
		return;
	fanout->last_check = now;
	for (stream = dtap_stream_table_first(fanout->table); stream != NULL;
	     stream = next) {
		next = dtap_stream_table_next(stream);
		dtap_stream_check_lag(stream);
		if (dtap_stream_began_to_lag(stream))
			dtap_stream_log_lags(&fanout->stream_log, stream);
		if (dtap_peer_vanished(dtap_stream_fd(stream), SILENT_MS))
			end_stream(fanout, stream);
	}
}

/* True when all streams have ended, or the rest will not end in time. */
static bool
is_over(struct dtap_fanout *fanout)
{
	int64_t idle_limit = atomic_load(&fanout->idle_ms) * DTAP_NS_PER_MS;

	if (!atomic_load(&fanout->stopping))
		return false;
	if (!fanout->draining) {
		fanout->draining = true;
		fanout->last_sent = dtap_clock_now();
	}
	/* A stream may have its place and not be admitted yet. */
	return dtap_stream_table_reserved(fanout->table) == 0 ||
	       dtap_clock_now() - fanout->last_sent > idle_limit;
}

/* How long epoll may wait; -1 is for ever. */
static int64_t
idle_limit_ms(const struct dtap_fanout *fanout)
{
	if (atomic_load(&fanout->stopping))
		return 50;
	if (dtap_stream_log_is_owing(&fanout->stream_log))
		return 1000;
	return dtap_stream_table_first(fanout->table) != NULL ? CHECK_MS : -1;
}

static int
timeout_ms(const struct dtap_fanout *fanout, bool more)
{
	int64_t idle_limit = idle_limit_ms(fanout), due;

	if (more)
		return 0;
	if (fanout->due == INT64_MAX)
		return (int)idle_limit;
	due = (fanout->due - dtap_clock_now()) / DTAP_NS_PER_MS + 1;
	if (due < 0)
		return 0;
	return (int)(idle_limit < 0 || due < idle_limit ? due : idle_limit);
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
		unsigned long long asked = atomic_load(&fanout->asked);

		for (int i = 0; i < count; i++)
			handle(fanout, &events[i]);
		end_half_closed(fanout);
		tick(fanout);
		more = pump_all(fanout);
		if (more && fanout->draining)
			fanout->last_sent = dtap_clock_now();
		check_peers(fanout);
		atomic_store(&fanout->answered, asked);
	} while (!is_over(fanout));
	while ((stream = dtap_stream_table_first(fanout->table)) != NULL) {
		dtap_stream_cut(stream);
		end_stream(fanout, stream);
	}
	dtap_stream_log_settle(&fanout->stream_log, INT64_MAX);
	return NULL;
}

int
dtap_fanout_start(struct dtap_fanout *fanout)
{
	return dtap_thread_start(&fanout->thread, "fan-out", fanout_main,
				 fanout);
}

void
dtap_fanout_ask(struct dtap_fanout *fanout)
{
	atomic_fetch_add(&fanout->asked, 1);
	wake(fanout);
}

bool
dtap_fanout_has_answered(const struct dtap_fanout *fanout)
{
	return atomic_load(&fanout->answered) == atomic_load(&fanout->asked);
}

void
dtap_fanout_stop(struct dtap_fanout *fanout, int64_t idle_ms)
{
	atomic_store(&fanout->idle_ms, idle_ms);
	atomic_store(&fanout->stopping, true);
	eventfd_write(fanout->wake, 1);
	pthread_join(fanout->thread, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "streams/stream_table.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct dtap_roster {
	unsigned max_streams;
	atomic_uint reserved; /* places taken, their streams here or not yet */

	/* Guards the links, so that other threads may look. */
	pthread_mutex_t lock;
	struct dtap_stream *streams, *offered;
	struct dtap_roster_status ended; /* of streams that are gone */
};

struct dtap_roster *
dtap_roster_new(unsigned max_streams)
{
	struct dtap_roster *roster = calloc(1, sizeof *roster);

	if (roster == NULL)
		return NULL;
	roster->max_streams = max_streams;
	pthread_mutex_init(&roster->lock, NULL);
	return roster;
}

void
dtap_roster_free(struct dtap_roster *roster)
{
	struct dtap_stream *stream, *next;

	if (roster == NULL)
		return;
	for (stream = roster->offered; stream != NULL; stream = next) {
		next = dtap_roster_next(stream);
		dtap_stream_free(stream);
	}
	pthread_mutex_destroy(&roster->lock);
	free(roster);
}

bool
dtap_roster_reserve(struct dtap_roster *roster)
{
	if (atomic_fetch_add(&roster->reserved, 1) < roster->max_streams)
		return true;
	dtap_roster_release(roster);
	return false;
}

void
dtap_roster_release(struct dtap_roster *roster)
{
	atomic_fetch_sub(&roster->reserved, 1);
}

unsigned
dtap_roster_reserved(const struct dtap_roster *roster)
{
	return atomic_load(&roster->reserved);
}

void
dtap_roster_offer(struct dtap_roster *roster, struct dtap_stream *stream)
{
	pthread_mutex_lock(&roster->lock);
	dtap_stream_link(stream)->next = roster->offered;
	roster->offered = stream;
	pthread_mutex_unlock(&roster->lock);
}

/* With the lock held. */
static void
put_first(struct dtap_roster *roster, struct dtap_stream *stream)
{
	struct dtap_stream_link *link = dtap_stream_link(stream);

	link->prev = NULL;
	link->next = roster->streams;
	if (link->next != NULL)
		dtap_stream_link(link->next)->prev = stream;
	roster->streams = stream;
	roster->ended.begun++;
}

struct dtap_stream *
dtap_roster_admit(struct dtap_roster *roster)
{
	struct dtap_stream *stream;

	pthread_mutex_lock(&roster->lock);
	stream = roster->offered;
	if (stream != NULL) {
		roster->offered = dtap_roster_next(stream);
		put_first(roster, stream);
	}
	pthread_mutex_unlock(&roster->lock);
	return stream;
}

struct dtap_stream *
dtap_roster_first(const struct dtap_roster *roster)
{
	return roster->streams;
}

struct dtap_stream *
dtap_roster_next(struct dtap_stream *stream)
{
	return dtap_stream_link(stream)->next;
}

static void
add_to_sum(void *arg, const struct dtap_stream_status *stream)
{
	struct dtap_roster_status *sum = arg;

	sum->bytes += stream->bytes;
	sum->lags += stream->lags;
	sum->lost.containers += stream->lost.containers;
	sum->lost.bytes += stream->lost.bytes;
}

/* With the lock held. */
static void
take_out(struct dtap_roster *roster, struct dtap_stream *stream)
{
	struct dtap_stream_link *link = dtap_stream_link(stream);

	if (link->prev != NULL)
		dtap_stream_link(link->prev)->next = link->next;
	else
		roster->streams = link->next;
	if (link->next != NULL)
		dtap_stream_link(link->next)->prev = link->prev;
}

void
dtap_roster_end(struct dtap_roster *roster, struct dtap_stream *stream)
{
	struct dtap_stream_status status;

	dtap_stream_status(stream, &status);
	pthread_mutex_lock(&roster->lock);
	take_out(roster, stream);
	add_to_sum(&roster->ended, &status);
	pthread_mutex_unlock(&roster->lock);
	dtap_stream_free(stream);
	dtap_roster_release(roster);
}

/* With the lock held.  Returns their number. */
static unsigned
visit_all(struct dtap_roster *roster, dtap_roster_visitor *visit, void *arg)
{
	struct dtap_stream_status status;
	struct dtap_stream *stream;
	unsigned count = 0;

	for (stream = roster->streams; stream != NULL;
	     stream = dtap_roster_next(stream)) {
		dtap_stream_status(stream, &status);
		visit(arg, &status);
		count++;
	}
	return count;
}

void
dtap_roster_visit(struct dtap_roster *roster, dtap_roster_visitor *visit,
		  void *arg)
{
	pthread_mutex_lock(&roster->lock);
	visit_all(roster, visit, arg);
	pthread_mutex_unlock(&roster->lock);
}

void
dtap_roster_status(struct dtap_roster *roster,
		   struct dtap_roster_status *status)
{
	pthread_mutex_lock(&roster->lock);
	*status = roster->ended;
	status->streams = visit_all(roster, add_to_sum, status);
	pthread_mutex_unlock(&roster->lock);
	status->max_streams = roster->max_streams;
}

/* SPDX-License-Identifier: MIT */
#include "streams/stream_table.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct dtap_stream_table {
	unsigned max_streams;
	atomic_uint reserved; /* places; some streams may not be offered yet */

	/* Guards the lists, because other threads read them. */
	pthread_mutex_t lock;
	struct dtap_stream *streams, *offered;
	struct dtap_stream_table_status ended; /* sums of ended streams */
};

struct dtap_stream_table *
dtap_stream_table_new(unsigned max_streams)
{
	struct dtap_stream_table *table = calloc(1, sizeof *table);

	if (table == NULL)
		return NULL;
	table->max_streams = max_streams;
	pthread_mutex_init(&table->lock, NULL);
	return table;
}

void
dtap_stream_table_free(struct dtap_stream_table *table)
{
	struct dtap_stream *stream, *next;

	if (table == NULL)
		return;
	for (stream = table->offered; stream != NULL; stream = next) {
		next = dtap_stream_table_next(stream);
		dtap_stream_free(stream);
	}
	pthread_mutex_destroy(&table->lock);
	free(table);
}

static bool
reserve(struct dtap_stream_table *table, unsigned most)
{
	if (atomic_fetch_add(&table->reserved, 1) < most)
		return true;
	dtap_stream_table_release(table);
	return false;
}

bool
dtap_stream_table_reserve(struct dtap_stream_table *table)
{
	return reserve(table, table->max_streams);
}

unsigned
dtap_stream_table_share(const struct dtap_stream_table *table)
{
	return table->max_streams < 8 ? 1 : table->max_streams / 4;
}

bool
dtap_stream_table_reserve_pcap_over_ip(struct dtap_stream_table *table)
{
	/* Of very few places none is set apart. */
	return reserve(table, table->max_streams - table->max_streams / 4);
}

void
dtap_stream_table_release(struct dtap_stream_table *table)
{
	atomic_fetch_sub(&table->reserved, 1);
}

unsigned
dtap_stream_table_reserved(const struct dtap_stream_table *table)
{
	return atomic_load(&table->reserved);
}

void
dtap_stream_table_offer(struct dtap_stream_table *table,
			struct dtap_stream *stream)
{
	pthread_mutex_lock(&table->lock);
	dtap_stream_link(stream)->next = table->offered;
	table->offered = stream;
	pthread_mutex_unlock(&table->lock);
}

/* With the lock held. */
static void
put_first(struct dtap_stream_table *table, struct dtap_stream *stream)
{
	struct dtap_stream_link *link = dtap_stream_link(stream);

	link->prev = NULL;
	link->next = table->streams;
	if (link->next != NULL)
		dtap_stream_link(link->next)->prev = stream;
	table->streams = stream;
	table->ended.begun++;
}

struct dtap_stream *
dtap_stream_table_admit(struct dtap_stream_table *table)
{
	struct dtap_stream *stream;

	pthread_mutex_lock(&table->lock);
	stream = table->offered;
	if (stream != NULL) {
		table->offered = dtap_stream_table_next(stream);
		put_first(table, stream);
	}
	pthread_mutex_unlock(&table->lock);
	return stream;
}

struct dtap_stream *
dtap_stream_table_first(const struct dtap_stream_table *table)
{
	return table->streams;
}

struct dtap_stream *
dtap_stream_table_next(struct dtap_stream *stream)
{
	return dtap_stream_link(stream)->next;
}

struct dtap_stream *
dtap_stream_table_half_closed(const struct dtap_stream_table *table,
			      unsigned *count)
{
	struct dtap_stream *stream, *oldest = NULL;

	*count = 0;
	for (stream = table->streams; stream != NULL;
	     stream = dtap_stream_table_next(stream))
		if (dtap_stream_is_half_closed(stream)) {
			oldest = stream; /* the list begins with the newest */
			++*count;
		}
	return oldest;
}

static void
add_to_sum(void *arg, const struct dtap_stream_status *stream)
{
	struct dtap_stream_table_status *sum = arg;

	sum->bytes += stream->bytes;
	sum->lags += stream->lags;
	sum->lost.containers += stream->lost.containers;
	sum->lost.bytes += stream->lost.bytes;
	sum->scrubbed.dropped += stream->scrubbed.dropped;
	sum->scrubbed.changed += stream->scrubbed.changed;
	sum->left_out += stream->left_out;
}

/* With the lock held. */
static void
remove_stream(struct dtap_stream_table *table, struct dtap_stream *stream)
{
	struct dtap_stream_link *link = dtap_stream_link(stream);

	if (link->prev != NULL)
		dtap_stream_link(link->prev)->next = link->next;
	else
		table->streams = link->next;
	if (link->next != NULL)
		dtap_stream_link(link->next)->prev = link->prev;
}

void
dtap_stream_table_end(struct dtap_stream_table *table,
		      struct dtap_stream *stream)
{
	struct dtap_stream_status status;

	/* First, or it would lose more between its status and the sum. */
	dtap_stream_leave(stream);
	dtap_stream_status(stream, &status);
	pthread_mutex_lock(&table->lock);
	remove_stream(table, stream);
	add_to_sum(&table->ended, &status);
	pthread_mutex_unlock(&table->lock);
	dtap_stream_free(stream);
	dtap_stream_table_release(table);
}

/* With the lock held.  Returns their number. */
static unsigned
visit_all(struct dtap_stream_table *table, dtap_stream_table_visitor *visit,
	  void *arg)
{
	struct dtap_stream_status status;
	struct dtap_stream *stream;
	unsigned count = 0;

	for (stream = table->streams; stream != NULL;
	     stream = dtap_stream_table_next(stream)) {
		dtap_stream_status(stream, &status);
		visit(arg, &status);
		count++;
	}
	return count;
}

void
dtap_stream_table_visit(struct dtap_stream_table *table,
			dtap_stream_table_visitor *visit, void *arg)
{
	pthread_mutex_lock(&table->lock);
	visit_all(table, visit, arg);
	pthread_mutex_unlock(&table->lock);
}

void
dtap_stream_table_status(struct dtap_stream_table *table,
			 struct dtap_stream_table_status *status)
{
	pthread_mutex_lock(&table->lock);
	*status = table->ended;
	status->streams = visit_all(table, add_to_sum, status);
	pthread_mutex_unlock(&table->lock);
	status->max_streams = table->max_streams;
}

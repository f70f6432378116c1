/* SPDX-License-Identifier: MIT */
#include "hub/reader.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/rate_limit.h"
#include "base/thread.h"
#include "hub/delivery.h"

#define WAIT_MS 250

struct dtap_hub_reader {
	struct dtap_hub_reader_place place;
	struct dtap_hub_consumer *consumer;
	struct dtap_sequence *sequence;
	struct dtap_blocks *blocks;
	struct dtap_ring *ring;
	struct dtap_stream_feed feed;
	pthread_t thread;
	bool has_thread;
	atomic_bool stopping, stream_has_ended, thread_has_ended;

	/* The thread's. */
	int64_t arrived, at; /* the last message: the server's time; ours */
	struct dtap_rate_limit complaints;
	struct dtap_sequence_counts counted;
	uint64_t skipped;
};

/* On the thread of the stream. */
static void
on_stream_end(void *arg)
{
	struct dtap_hub_reader *reader = arg;

	dtap_hub_reader_stop(reader);
	/* The last use: who sees it may free the reader. */
	atomic_store(&reader->stream_has_ended, true);
}

static bool
make_parts(struct dtap_hub_reader *reader,
	   const struct dtap_hub_reader_choice *choice)
{
	const struct dtap_hub_reader_place *place = &reader->place;
	const struct dtap_hub_consumer_options consumer = {
		.connection = place->connection,
		.log = place->log,
		.streams = choice->streams,
		.stream_count = choice->stream_count,
		.start = choice->start,
		.since = choice->since,
	};
	const struct dtap_sequence_options sequence = {
		.window = place->window,
		.held_most = place->buffer_bytes,
	};

	reader->consumer = dtap_hub_consumer_new(&consumer);
	reader->sequence = dtap_sequence_new(&sequence);
	reader->blocks = dtap_blocks_new(
		choice->form,
		choice->start == DTAP_PULL_TIME ? choice->since : INT64_MIN);
	reader->ring = dtap_ring_new(place->buffer_bytes);
	return reader->consumer != NULL && reader->sequence != NULL &&
	       reader->blocks != NULL && reader->ring != NULL &&
	       dtap_fanout_watch(place->fanout, reader->ring) == 0;
}

struct dtap_hub_reader *
dtap_hub_reader_new(const struct dtap_hub_reader_place *place,
		    const struct dtap_hub_reader_choice *choice)
{
	struct dtap_hub_reader *reader = calloc(1, sizeof *reader);

	if (reader == NULL)
		return NULL;
	reader->place = *place;
	reader->complaints = (struct dtap_rate_limit){
		.most = 1, .period = 60 * DTAP_NS_PER_S};
	if (!make_parts(reader, choice)) {
		dtap_hub_reader_free(reader);
		errno = ENOMEM;
		return NULL;
	}
	reader->feed = (struct dtap_stream_feed){
		.ring = reader->ring,
		.bare = choice->form == DTAP_BLOCKS_PCAPNG,
		.ended = on_stream_end,
		.arg = reader,
	};
	return reader;
}

void
dtap_hub_reader_free(struct dtap_hub_reader *reader)
{
	if (reader->has_thread)
		pthread_join(reader->thread, NULL);
	dtap_hub_consumer_free(reader->consumer);
	dtap_sequence_free(reader->sequence);
	dtap_blocks_free(reader->blocks);
	dtap_ring_free(reader->ring);
	free(reader);
}

const struct dtap_stream_feed *
dtap_hub_reader_feed(struct dtap_hub_reader *reader)
{
	return &reader->feed;
}

void
dtap_hub_reader_stop(struct dtap_hub_reader *reader)
{
	atomic_store(&reader->stopping, true);
	dtap_ring_cancel_waits(reader->ring);
}

bool
dtap_hub_reader_is_over(const struct dtap_hub_reader *reader)
{
	return atomic_load(&reader->stream_has_ended) &&
	       atomic_load(&reader->thread_has_ended);
}

/* Waits for the client, for as long as it reads at all. */
static void
publish(struct dtap_hub_reader *reader, struct dtap_block *block)
{
	size_t size = dtap_block_memory(block);

	dtap_ring_await_room(reader->ring, size, INT_MAX);
	atomic_fetch_add(&reader->place.counts->bytes, size);
	dtap_ring_publish(reader->ring, block);
}

static void
publish_item(struct dtap_hub_reader *reader,
	     const struct dtap_sequence_item *item)
{
	struct dtap_block *block;

	dtap_blocks_put(reader->blocks, item);
	while (!atomic_load(&reader->stopping) &&
	       (block = dtap_blocks_next(reader->blocks)) != NULL)
		publish(reader, block);
	dtap_device_message_free(item->message);
}

/* What the reader has counted since the last call, to the sums. */
static void
add_counts(struct dtap_hub_reader *reader)
{
	struct dtap_sequence_counts now =
		dtap_sequence_counts(reader->sequence);
	uint64_t skipped = dtap_blocks_skipped(reader->blocks);
	struct dtap_hub_reader_counts *sums = reader->place.counts;

	atomic_fetch_add(&sums->duplicates,
			 now.duplicates - reader->counted.duplicates);
	atomic_fetch_add(&sums->gaps, now.gaps - reader->counted.gaps);
	atomic_fetch_add(&sums->missing, now.missing - reader->counted.missing);
	atomic_fetch_add(&sums->skipped, skipped - reader->skipped);
	reader->counted = now;
	reader->skipped = skipped;
}

static void
publish_ready(struct dtap_hub_reader *reader)
{
	struct dtap_sequence_item item;

	while (dtap_sequence_next(reader->sequence, &item))
		publish_item(reader, &item);
	add_counts(reader);
}

static void
complain(struct dtap_hub_reader *reader, const char *subject,
	 enum dtap_message_fault fault)
{
	int64_t now = dtap_clock_now();
	uint64_t more = dtap_rate_limit_left_out(&reader->complaints, now);

	atomic_fetch_add(&reader->place.counts->faults[fault], 1);
	if (more > 0)
		dtap_log(reader->place.log, DTAP_WARNING,
			 "%llu more messages were refused",
			 (unsigned long long)more);
	if (dtap_rate_limit_pass(&reader->complaints, now))
		dtap_log(reader->place.log, DTAP_WARNING,
			 "a message of %s is refused: its %s is not as "
			 "docs/wire.md says",
			 subject, dtap_message_fault_name(fault));
}

static void
take(struct dtap_hub_reader *reader, natsMsg *message,
     const struct dtap_ack_subject *ack)
{
	struct dtap_device_delivery delivery;
	struct dtap_device_message *read;
	enum dtap_message_fault fault;

	dtap_hub_delivery_of(&delivery, message, ack);
	atomic_fetch_add(&reader->place.counts->messages, 1);
	reader->arrived = ack->time;
	reader->at = dtap_clock_now();
	read = dtap_device_message_read(&delivery, &fault);
	if (read == NULL)
		complain(reader, delivery.subject, fault);
	else if (!dtap_sequence_put(reader->sequence, read))
		complain(reader, delivery.subject, DTAP_MESSAGE_NO_MEMORY);
}

static void
read_once(struct dtap_hub_reader *reader)
{
	struct dtap_ack_subject ack;
	natsMsg *message =
		dtap_hub_consumer_next(reader->consumer, &ack, WAIT_MS);

	if (message != NULL)
		take(reader, message, &ack);
	natsMsg_Destroy(message);
	/* The server's clock goes on as ours does. */
	dtap_sequence_expire(reader->sequence,
			     reader->arrived + dtap_clock_now() - reader->at);
	publish_ready(reader);
}

static void *
reader_main(void *arg)
{
	struct dtap_hub_reader *reader = arg;
	struct dtap_block *begin;

	/* The stream: without it the first blocks would have no reader. */
	dtap_ring_await_subscribers(reader->ring, 1);
	begin = dtap_blocks_begin(reader->blocks);
	if (begin != NULL)
		publish(reader, begin);
	while (!atomic_load(&reader->stopping))
		read_once(reader);
	dtap_ring_end(reader->ring);
	/* This may wait for the server; who frees the reader may not. */
	dtap_hub_consumer_free(reader->consumer);
	reader->consumer = NULL;
	atomic_store(&reader->thread_has_ended, true);
	return NULL;
}

int
dtap_hub_reader_start(struct dtap_hub_reader *reader)
{
	if (dtap_thread_start(&reader->thread, "reader", reader_main, reader) ==
	    0) {
		reader->has_thread = true;
		return 0;
	}
	atomic_store(&reader->thread_has_ended, true);
	dtap_ring_end(reader->ring);
	return -1;
}

/* SPDX-License-Identifier: MIT */
/*
 * reader.h - what one client reads: messages of devices, as the blocks of a
 * stream.
 *
 * A reader has a thread, a consumer at the server and a small ring.  If the
 * client is slow, the ring is full, the thread waits, and asks the server for
 * no more: nothing is lost here, and nothing grows.  No reader waits for
 * another.
 *
 * A reader ends when its stream has ended, or the hub stops.  readers.h owns
 * it.
 */
#ifndef DTAP_HUB_READER_H
#define DTAP_HUB_READER_H

#include <stdatomic.h>

#include "hub/blocks.h"
#include "hub/consumer.h"
#include "streams/fanout.h"

/* Of all readers since the start.  Any thread. */
struct dtap_hub_reader_counts {
	atomic_ullong begun, messages, bytes;
	atomic_ullong duplicates, gaps, missing; /* messages, gaps, messages */
	atomic_ullong skipped;                   /* records */
	atomic_ullong faults[DTAP_MESSAGE_FAULTS]; /* refused messages */
};

/* What all readers of a hub have in common. */
struct dtap_hub_reader_place {
	struct dtap_hub_connection *connection;
	const struct dtap_log *log;
	struct dtap_fanout *fanout;
	struct dtap_hub_reader_counts *counts;
	int64_t window;      /* ns, for messages that come too early */
	size_t buffer_bytes; /* of the ring; and of what is held for order */
};

/* What one of them reads. */
struct dtap_hub_reader_choice {
	enum dtap_blocks_form form;
	const struct dtap_consumer_stream *streams; /* consumer.h */
	size_t stream_count;
	enum dtap_pull_start start;
	int64_t since; /* of DTAP_PULL_TIME */
};

struct dtap_hub_reader;

/* It does nothing until it is started.  NULL: ENOMEM. */
struct dtap_hub_reader *dtap_hub_reader_new(
	const struct dtap_hub_reader_place *place,
	const struct dtap_hub_reader_choice *choice);

/* Its thread, once.  -1 with errno: it has ended. */
int dtap_hub_reader_start(struct dtap_hub_reader *reader);

/* What its stream reads.  The stream's end is the reader's. */
const struct dtap_stream_feed *dtap_hub_reader_feed(
	struct dtap_hub_reader *reader);

/* Asks the thread to end; the stream sends the rest.  Any thread. */
void dtap_hub_reader_stop(struct dtap_hub_reader *reader);

/* Thread and stream have ended: it may be freed.  Any thread. */
bool dtap_hub_reader_is_over(const struct dtap_hub_reader *reader);

/* Only if it is over. */
void dtap_hub_reader_free(struct dtap_hub_reader *reader);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * consumer.h - messages of some streams of JetStream, for one reader.
 *
 * It survives the server: after a loss of the connection it goes on behind the
 * last message.  A stream that is not there yet is asked for again.  Waits for
 * the server, 5 s at most, when a consumer is made.  One owner, one thread.
 */
#ifndef DTAP_HUB_CONSUMER_H
#define DTAP_HUB_CONSUMER_H

#include "fleet/ack_subject.h"
#include "hub/connection.h"
#include "fleet/pull.h"

#define DTAP_CONSUMER_STREAMS 32

struct dtap_hub_consumer;

/* What is wanted of a stream. */
struct dtap_consumer_stream {
	const char *name;    /* outlives the consumer */
	const char *filters; /* subjects: "\"diag.lab.*.diag.pcap\",..." */
};

struct dtap_hub_consumer_options {
	struct dtap_hub_connection *connection;
	const struct dtap_log *log;
	const struct dtap_consumer_stream *streams;
	size_t stream_count; /* DTAP_CONSUMER_STREAMS at most */
	enum dtap_pull_start start;
	int64_t since;
};

/* NULL: ENOMEM. */
struct dtap_hub_consumer *dtap_hub_consumer_new(
	const struct dtap_hub_consumer_options *options);

/* The server forgets it too.  NULL is allowed. */
void dtap_hub_consumer_free(struct dtap_hub_consumer *consumer);

/*
 * The next message, and where it stands; NULL: none came in timeout_ms, or all
 * of it passed with the server.  The caller frees it with natsMsg_Destroy().
 */
natsMsg *dtap_hub_consumer_next(struct dtap_hub_consumer *consumer,
				struct dtap_ack_subject *ack, int timeout_ms);

/*
 * All that was stored when the last messages came has come.  A live reader does
 * not ask for this.
 */
bool dtap_hub_consumer_is_at_end(const struct dtap_hub_consumer *consumer);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * consumer_answer.h - what JetStream answers when a consumer is asked for.
 *
 *   {"name": "tap-...", "delivered": {"stream_seq": 16, ...}, ...}   it is made
 *   {"error": {"err_code": 10059, "description": "stream not found"}, ...}
 *
 * (JSApiConsumerCreateResponse and server/errors.json of
 * github.com/nats-io/nats-server.)  The text comes from the other side, and is
 * hostile.  Pure functions, any thread.
 */
#ifndef DTAP_CONSUMER_ANSWER_H
#define DTAP_CONSUMER_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dtap_consumer_answer {
	bool is_good;
	uint64_t before; /* the number of the message before its first one */

	bool no_stream; /* the error is that there is none */
	char text[100]; /* the error: printable ASCII */
};

void dtap_consumer_answer_read(struct dtap_consumer_answer *answer,
			       const char *data, size_t size);

#endif

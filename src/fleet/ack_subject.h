/* SPDX-License-Identifier: MIT */
/*
 * ack_subject.h - where a message stands in a stream of JetStream.
 *
 * The server says it in the reply subject of each message that a consumer gets:
 *
 *   $JS.ACK.STREAM.CONSUMER.DELIVERED.SEQUENCE.NUMBER.TIME.PENDING
 *   $JS.ACK.DOMAIN.ACCOUNT.STREAM.CONSUMER. ... .PENDING[.RANDOM]
 *
 * https://docs.nats.io/reference/reference-protocols/nats_api_reference and
 * ADR-15 of github.com/nats-io/nats-architecture-and-design.  Pure functions,
 * any thread.
 */
#ifndef DTAP_ACK_SUBJECT_H
#define DTAP_ACK_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_ACK_WORD_ROOM 64

struct dtap_ack_subject {
	char consumer[DTAP_ACK_WORD_ROOM];
	uint64_t sequence; /* in the stream */
	int64_t time;      /* ns since 1970, the server's clock */
	uint64_t pending;  /* messages that are stored behind it */
};

/* False: it is no such subject; NULL is none. */
bool dtap_ack_subject_read(struct dtap_ack_subject *ack, const char *subject);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * answer.h - what JetStream answers to a message.
 *
 *   {"stream": "DIAG-lab", "seq": 17}                      it is stored
 *   {"stream": "DIAG-lab", "seq": 17, "duplicate": true}   it was before
 *   {"error": {"code": 503, "err_code": 10077,
 *              "description": "..."}, ...}                 it is not
 *
 * (JSPubAckResponse and server/errors.json of github.com/nats-io/nats-server.)
 * The text comes from the other side, and is hostile.  Pure functions, any
 * thread.
 */
#ifndef DTAP_UPLINK_ANSWER_H
#define DTAP_UPLINK_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#define DTAP_UPLINK_ANSWER_TEXT 100

struct dtap_uplink_answer {
	enum {
		DTAP_ANSWER_STORED,
		DTAP_ANSWER_DUPLICATE, /* the same, and it was before */
		DTAP_ANSWER_NOBODY,    /* no stream takes the subject */
		DTAP_ANSWER_AGAIN,     /* not now: `code` and `text` */
		DTAP_ANSWER_NEVER,     /* it is too large: the same */
		DTAP_ANSWER_STRANGE,   /* not understood: as AGAIN */
	} kind;
	int code;                           /* of errors.json; 0: none */
	char text[DTAP_UPLINK_ANSWER_TEXT]; /* printable ASCII, or "" */
};

void dtap_uplink_answer_read(struct dtap_uplink_answer *answer,
			     const char *data, size_t size, bool no_responder);

#endif

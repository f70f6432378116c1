/* SPDX-License-Identifier: MIT */
/*
 * pull.h - one reader's place in one stream of JetStream, and what it has asked
 * for.
 *
 * The server keeps a consumer for it.  The reader asks for messages, a bounded
 * number and size at a time, so nothing waits in its memory: this is the flow
 * control.  A consumer that the server has forgotten is made again behind the
 * last message that came.
 *
 * It writes requests and judges answers; its owner sends and receives them.
 * Plain data, one owner, no I/O.
 */
#ifndef DTAP_PULL_H
#define DTAP_PULL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_PULL_MESSAGES  256
#define DTAP_PULL_BYTES     (1U << 20)
#define DTAP_PULL_NAME_ROOM 48
#define DTAP_PULL_BEAT_S    5 /* the server gives a sign of life */

/* Where a reader begins. */
enum dtap_pull_start {
	DTAP_PULL_NEW,  /* with the next message */
	DTAP_PULL_ALL,  /* with the oldest one that is stored */
	DTAP_PULL_TIME, /* with the first one that arrived since then */
	DTAP_PULL_LAST, /* with the newest one of each subject */
};

struct dtap_pull {
	const char *stream; /* its name, the owner's */
	char *filters;      /* subjects: "\"diag.lab.*.diag.pcap\",..." */
	enum dtap_pull_start start;
	int64_t since; /* of DTAP_PULL_TIME: ns since 1970 */

	char name[DTAP_PULL_NAME_ROOM]; /* of the consumer */
	bool is_made;                   /* the server has the consumer */
	bool is_asked;                  /* and messages are asked for */
	bool is_large;  /* the next message is larger than DTAP_PULL_BYTES */
	bool has_rest;  /* messages that are stored may come */
	uint64_t next;  /* behind the last message in the stream; 0: none yet */
	unsigned asked; /* the number of the last request */
	unsigned left;  /* messages that it may still bring */
	unsigned came;  /* that it has brought */
	int64_t heard;  /* monotonic ns, when the server said anything */
	int64_t retry;  /* monotonic ns, not before */
};

/* The JSON text that makes the consumer, malloc'd.  NULL: ENOMEM. */
char *dtap_pull_make_text(const struct dtap_pull *pull);

/* The JSON text of the next request, and that it is asked. */
#define DTAP_PULL_ASK_ROOM 160
void dtap_pull_ask_text(struct dtap_pull *pull, char out[DTAP_PULL_ASK_ROOM],
			int64_t now);

/* A message came.  False: it came before. */
bool dtap_pull_take(struct dtap_pull *pull, uint64_t sequence, int64_t now);

/* The server says something of request `number`: "408", "409", ... with a text.
 */
void dtap_pull_status(struct dtap_pull *pull, unsigned number,
		      const char *status, const char *text, int64_t now);

/* Forgets the consumer if the server is silent for too long. */
void dtap_pull_check(struct dtap_pull *pull, int64_t now);

/* The consumer has to be made again, not before a pause. */
void dtap_pull_lose(struct dtap_pull *pull, int64_t now);

#endif

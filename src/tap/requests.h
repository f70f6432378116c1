/* SPDX-License-Identifier: MIT */
/*
 * requests.h - requests that wait for the reader of a tap.
 *
 * Any thread adds one.  The reader takes the oldest, writes it to the source,
 * and removes it.  They belong to the modem that the source has at present: its
 * session (dtap/source.h).  When another session begins, all are forgotten.
 */
#ifndef DTAP_REQUESTS_H
#define DTAP_REQUESTS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_REQUESTS_MOST 16

/* The bytes that a source writes; the reader's until it is removed. */
struct dtap_request {
	uint32_t client;
	size_t size;
	int64_t tried; /* monotonic ns: first time; 0: not yet */
	unsigned tries;
	uint8_t bytes[];
};

struct dtap_requests {
	atomic_uint count;
	atomic_ullong session;

	pthread_mutex_t lock;                           /* guards all below */
	struct dtap_request *queue[DTAP_REQUESTS_MOST]; /* the oldest first */
};

void dtap_requests_init(struct dtap_requests *requests);
void dtap_requests_destroy(struct dtap_requests *requests);

/*
 * Adds a request: copies a packet as a frame, behind a type word, and -1 for a
 * second modem.  -1 with errno: ENOTCONN, the source has no modem; EAGAIN, the
 * queue is full; ENOMEM.
 */
int dtap_requests_add(struct dtap_requests *requests, uint32_t client,
		      const uint8_t *packet, size_t size, bool remote);

/* The reader: the oldest request, or NULL. */
struct dtap_request *dtap_requests_first(struct dtap_requests *requests);

/* The reader: removes the oldest, which is `first`. */
void dtap_requests_remove(struct dtap_requests *requests,
			  struct dtap_request *first);

/*
 * The reader: the session of the source is this one.  True: it is another than
 * before, and the requests of that one are forgotten.
 */
bool dtap_requests_set_session(struct dtap_requests *requests,
			       uint64_t session);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * taker.h - an HTTP server on loopback that takes what is PUT, or does not, as
 * a test says: one connection at a time, on a thread of its own.
 */
#ifndef DTAP_TAKER_H
#define DTAP_TAKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct taker {
	/* What it does with each request; may change between them. */
	const char *answer; /* NULL: none ever */
	bool early;         /* answers before it has taken a body, and leaves */
	bool speaks_first;  /* without having been asked, and leaves */
	bool hangs_up;      /* instead of an answer */
	size_t appetite;    /* octets of a body that it takes; 0: all */

	/* What it got; good once it has answered. */
	char head[2048];
	char *body;
	size_t size;
	unsigned connections;

	/* Private. */
	unsigned port;
	int listener, peer;
	atomic_bool stopping, waiting; /* waiting: in vain, for its end */
	pthread_t thread;
};

void taker_start(struct taker *taker);
void taker_stop(struct taker *taker);

#endif

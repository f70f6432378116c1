/* SPDX-License-Identifier: MIT */
/*
 * put_server.h - an HTTP server on loopback that takes what is PUT, or does not, as
 * a test says: one connection at a time, on a thread of its own.
 */
#ifndef DTAP_PUT_SERVER_H
#define DTAP_PUT_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct taker_manners {
	const char *answer; /* NULL: none ever */
	bool early;         /* answers before it has taken a body, and leaves */
	bool speaks_first;  /* without having been asked, and leaves */
	bool hangs_up;      /* instead of an answer */
	size_t appetite;    /* bytes of a body that it takes; 0: all */
};

struct taker {
	/* What it got of the last request: to be read after taker_look(). */
	char head[2048];
	char *body;
	size_t size;
	unsigned connections;

	unsigned port;
	atomic_bool waiting; /* in vain, for the connection's end */

	/* Private. */
	struct taker_manners manners;
	int listener, peer;
	atomic_bool stopping;
	pthread_mutex_t lock; /* held from a request's first byte on */
	pthread_t thread;
};

void taker_start(struct taker *taker);
void taker_stop(struct taker *taker);

/* How it treats the requests from now on. */
void taker_behave(struct taker *taker, const struct taker_manners *manners);

/* Once it is through with a request, what it got of it is good. */
void taker_look(struct taker *taker);

#endif

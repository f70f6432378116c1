/* SPDX-License-Identifier: MIT */
/*
 * put_server.h - an HTTP server on loopback that takes what is PUT, or does
 * not, as a test says: one connection at a time, on a thread of its own.
 */
#ifndef DTAP_PUT_SERVER_H
#define DTAP_PUT_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct put_server_behaviour {
	const char *answer; /* NULL: none ever */
	bool early;         /* answers before it has taken a body, and leaves */
	bool speaks_first;  /* without having been asked, and leaves */
	bool hangs_up;      /* instead of an answer */
	size_t appetite;    /* bytes of a body that it takes; 0: all */
};

struct put_server {
	/* What it got of the last request: to be read after put_server_look().
	 */
	char head[2048];
	char *body;
	size_t size;
	unsigned connections;

	unsigned port;
	atomic_bool waiting; /* in vain, for the connection's end */

	/* Private. */
	struct put_server_behaviour manners;
	int listener, peer;
	atomic_bool stopping;
	pthread_mutex_t lock; /* held from a request's first byte on */
	pthread_t thread;
};

void put_server_start(struct put_server *server);
void put_server_stop(struct put_server *server);

/* How it treats the requests from now on. */
void put_server_behave(struct put_server *server,
		       const struct put_server_behaviour *manners);

/* Once it is through with a request, what it got of it is good. */
void put_server_look(struct put_server *server);

#endif

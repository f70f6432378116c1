/* SPDX-License-Identifier: MIT */
/*
 * put_server.h - an HTTP server on loopback for PUT requests; the test says how
 * it behaves.  It has its own thread and serves one connection at a time.
 */
#ifndef DTAP_PUT_SERVER_H
#define DTAP_PUT_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct put_server_behaviour {
	const char *answer; /* NULL: never answers */
	bool early;         /* answers before the body, and closes */
	bool speaks_first;  /* answers before the request, and closes */
	bool hangs_up;      /* closes instead of an answer */
	size_t body_limit;  /* bytes of a body that it reads; 0: all */
};

struct put_server {
	/* The last request.  Read it after put_server_await_request(). */
	char head[2048];
	char *body;
	size_t size;
	unsigned connections;

	unsigned port;
	atomic_bool waiting; /* it does not answer, and waits for the close */

	/* Private. */
	struct put_server_behaviour behaviour;
	int listener, peer;
	atomic_bool stopping;
	pthread_mutex_t lock; /* held while a request is handled */
	pthread_t thread;
};

void put_server_start(struct put_server *server);
void put_server_stop(struct put_server *server);

/* Sets the behaviour for the next requests. */
void put_server_behave(struct put_server *server,
		       const struct put_server_behaviour *behaviour);

/* Waits until the current request is handled. */
void put_server_await_request(struct put_server *server);

#endif

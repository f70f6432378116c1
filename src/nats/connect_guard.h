/* SPDX-License-Identifier: MIT */
/*
 * connect_guard.h - ends an attempt of libnats to connect that takes too long.
 *
 * libnats before 3.8 never gives up when a server takes the login and says
 * nothing: behind its own timeout it reads in a circle, and takes all memory
 * (github.com/nats-io/nats.c, #707).  It does not give us its socket.  So a
 * thread looks for it among our descriptors, by the address at its other end,
 * and shuts it down; libnats takes this for the end of the connection.  The
 * same makes it give up when the daemon stops.
 */
#ifndef DTAP_CONNECT_GUARD_H
#define DTAP_CONNECT_GUARD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define DTAP_GUARD_OTHERS 16

struct dtap_connect_guard {
	/* Private. */
	struct sockaddr_storage peer;
	const atomic_bool *stop;
	int wake, done;                /* eventfds; done is the guard's own */
	int64_t until;                 /* monotonic ns */
	int others[DTAP_GUARD_OTHERS]; /* that had this peer before */
	size_t other_count;
	pthread_t thread;
	bool fired;
};

/*
 * Before the attempt, which ends at the monotonic time `until` at the latest,
 * and when `wake` can be read and *stop is true.  -1 with errno: there is no
 * guard, so do not connect.
 */
int dtap_connect_guard_begin(struct dtap_connect_guard *guard,
			     const struct sockaddr_storage *peer, int wake,
			     const atomic_bool *stop, int64_t until);

/* After the attempt.  True: the guard has ended it. */
bool dtap_connect_guard_end(struct dtap_connect_guard *guard);

#endif

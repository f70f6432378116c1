/* SPDX-License-Identifier: MIT */
/*
 * loop.h - the event loop of the server: libwebsockets carries its sockets.
 *
 * libwebsockets polls the sockets, waits, wakes up and closes.  It reads and
 * sends nothing: to it they are files (its role "raw file").  A turn only marks
 * the sockets that are ready.  What is to be done is done between the turns, so
 * nothing runs inside a callback of libwebsockets, where a socket must not be
 * closed for another one.
 *
 * All on one thread, except dtap_loop_wake().
 */
#ifndef DTAP_LOOP_H
#define DTAP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct dtap_loop;

/* A socket in the loop.  The memory is its owner's, and stays at its place. */
struct dtap_loop_socket {
	struct lws *wsi; /* NULL: it is closed */
	int fd;
	bool is_ready; /* set by a turn; cleared by the owner */
	bool reads;    /* the loop's: whether it waits for input */
};

/* What a socket waits for. */
enum dtap_loop_event {
	DTAP_LOOP_NOTHING, /* ... but the end of the connection */
	DTAP_LOOP_READ,
	DTAP_LOOP_WRITE,
};

/* For so many sockets.  NULL: ENOMEM, or no descriptor is left. */
struct dtap_loop *dtap_loop_new(unsigned sockets);

/* The sockets have been closed.  NULL is allowed. */
void dtap_loop_free(struct dtap_loop *loop);

/*
 * Takes over `fd`, also where it fails, and waits for input.  False: there is
 * no memory.
 */
bool dtap_loop_add(struct dtap_loop *loop, struct dtap_loop_socket *socket,
		   int fd);

/*
 * Says what the socket waits for.  DTAP_LOOP_WRITE counts for one event: it
 * must be said again after each turn.
 */
void dtap_loop_await(struct dtap_loop_socket *socket,
		     enum dtap_loop_event event);

/* Closes the socket.  One that is closed is allowed. */
void dtap_loop_close(struct dtap_loop_socket *socket);

/*
 * Waits for an event, `wait` ns at most (INT64_MAX: without an end), and marks
 * the sockets that are ready.  One whose connection has ended while it did not
 * wait for input is closed.  May return early.
 */
void dtap_loop_turn(struct dtap_loop *loop, int64_t wait);

/* Ends the turn that is under way, or the next one.  Any thread. */
void dtap_loop_wake(struct dtap_loop *loop);

#endif

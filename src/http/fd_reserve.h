/* SPDX-License-Identifier: MIT */
/*
 * fd_reserve.h - takes a socket away from libwebsockets.
 *
 * libwebsockets closes each descriptor that it was given; it gives none back.
 * So the socket gets another number, and a spent descriptor gets the number
 * that libwebsockets knows, for it to close.  A number is reserved for the next
 * socket: connections that were accepted may have taken all others.
 *
 * The server's, on its thread.
 */
#ifndef DTAP_FD_RESERVE_H
#define DTAP_FD_RESERVE_H

#include <stdbool.h>

struct dtap_fd_reserve {
	int spent;
	int reserved; /* or -1 */
};

int dtap_fd_reserve_init(struct dtap_fd_reserve *reserve); /* -1 with errno */
void dtap_fd_reserve_close(struct dtap_fd_reserve *reserve);

/* Reserves a number, if none is.  False: no descriptor is left. */
bool dtap_fd_reserve_fill(struct dtap_fd_reserve *reserve);

/*
 * Moves the socket to the reserved number, which is the caller's, and leaves a
 * spent descriptor under its old one.  -1: nothing is reserved.
 */
int dtap_fd_reserve_take(struct dtap_fd_reserve *reserve, int fd);

#endif

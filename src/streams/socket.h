/* SPDX-License-Identifier: MIT */
/*
 * socket.h - how a stream's socket is set.
 *
 * What fails here costs speed or memory, never bytes.
 */
#ifndef DTAP_SOCKET_H
#define DTAP_SOCKET_H

#include <stddef.h>

/*
 * A bounded buffer, no delay, and keep-alive, which ends a peer that vanished
 * from a quiet stream within a minute; peer.h has the rest, and why
 * TCP_USER_TIMEOUT is not here.
 */
void dtap_socket_tune(int fd);

/*
 * Room for so many bytes beyond a buffer that is full, for a farewell: the
 * peer finds them when it wakes.  The kernel gives what its own limit lets it
 * (net.core.wmem_max).
 */
void dtap_socket_widen(int fd, size_t more);

#endif

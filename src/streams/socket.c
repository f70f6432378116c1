/* SPDX-License-Identifier: MIT */
#include "streams/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/tcp.h"

/*
 * Bounds what a stalled subscriber costs the kernel, and how stale its first
 * bytes are when it wakes.  The kernel doubles it.
 */
#define SEND_BUFFER (128 * 1024)

void
dtap_socket_tune(int fd)
{
	const int room = SEND_BUFFER, on = 1;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	dtap_tcp_keep_alive(fd);
}

void
dtap_socket_widen(int fd, size_t more)
{
	const int room = SEND_BUFFER + (int)more;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

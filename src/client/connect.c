/* SPDX-License-Identifier: MIT */
#include "client/connect.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/net.h"

int
dtap_connect_wait_for(const struct dtap_connect_wait *wait, int fd,
		      short events)
{
	struct pollfd fds[] = {
		{.fd = fd, .events = events},
		{.fd = wait->stop, .events = POLLIN},
		{.fd = wait->sink}, /* POLLERR, POLLHUP: its reader has left */
	};
	int ready;

	do
		ready = poll(fds, 3, wait->timeout_ms);
	while (ready < 0 && errno == EINTR);
	if (ready < 0)
		return -1;
	errno = ready == 0                             ? ETIMEDOUT
		: fds[1].revents != 0                  ? ECANCELED
		: fds[2].revents & (POLLERR | POLLHUP) ? EPIPE
						       : 0;
	return errno == 0 ? 0 : -1;
}

/* A connected socket, or -1. */
static int
connect_to(const struct addrinfo *address, const struct dtap_connect_wait *wait)
{
	int fd = socket(address->ai_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	socklen_t size = sizeof(int);
	int error = 0;

	if (fd < 0)
		return -1;
	dtap_net_keep_alive(fd);
	if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
		return fd;
	if (errno == EINPROGRESS &&
	    dtap_connect_wait_for(wait, fd, POLLOUT) == 0) {
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
		if (error == 0)
			return fd;
		errno = error;
	}
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

static int
connect_any(const struct addrinfo *all, const struct dtap_connect_wait *wait)
{
	int fd = -1;

	for (; all != NULL && fd < 0; all = all->ai_next) {
		fd = connect_to(all, wait);
		if (fd < 0 && (errno == ECANCELED || errno == EPIPE))
			break;
	}
	return fd;
}

int
dtap_connect(const struct dtap_url *url, const struct dtap_connect_wait *wait,
	     char why[512])
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *all;
	int error = getaddrinfo(url->host, url->port, &hints, &all);
	int fd;

	if (error != 0) {
		snprintf(why, 512, "%.300s: %s", url->shown,
			 gai_strerror(error));
		errno = EHOSTUNREACH;
		return -1;
	}
	fd = connect_any(all, wait);
	error = errno;
	freeaddrinfo(all);
	if (fd < 0)
		snprintf(why, 512, "%.300s: %s; check that diagtapd runs there",
			 url->shown, strerror(error));
	errno = error;
	return fd;
}

/* SPDX-License-Identifier: MIT */
#include "hub/server_version.h"

#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define LINE      16384
#define TIMEOUT_S 5

struct place {
	char host[256], port[8];
};

/* "nats://[::1]:4222", perhaps with a login before the host. */
static bool
read_url(struct place *place, const char *url)
{
	const char *at = strstr(url, "://"), *login;

	if (at == NULL)
		return false;
	at += 3;
	login = strrchr(at, '@');
	at = login != NULL ? login + 1 : at;
	return sscanf(at,
		      *at == '[' ? "[%255[^]]]:%7[0-9]" : "%255[^:]:%7[0-9]",
		      place->host, place->port) == 2;
}

/* Connected, or -1. */
static int
connect_to(const struct addrinfo *info)
{
	const struct timeval timeout = {.tv_sec = TIMEOUT_S};
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
	if (connect(fd, info->ai_addr, info->ai_addrlen) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Up to its end; its size, or 0.  A server sends it at once, in few pieces. */
static size_t
read_line(int fd, char line[LINE])
{
	size_t size = 0;

	while (size < LINE) {
		ssize_t got = recv(fd, line + size, LINE - size, 0);

		if (got <= 0)
			return 0;
		size += (size_t)got;
		if (memchr(line, '\n', size) != NULL)
			return size;
	}
	return 0;
}

static bool
ask(const struct addrinfo *place, struct dtap_server_info *info)
{
	char line[LINE];
	int fd = connect_to(place);
	size_t size = fd < 0 ? 0 : read_line(fd, line);
	const char *end = memchr(line, '\n', size);

	if (fd >= 0)
		close(fd);
	return end != NULL &&
	       dtap_server_info_read(info, line, (size_t)(end + 1 - line));
}

bool
dtap_server_version_ask(const char *url, struct dtap_server_info *info)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *all, *one;
	struct place place;
	bool known = false;

	if (!read_url(&place, url) ||
	    getaddrinfo(place.host, place.port, &hints, &all) != 0)
		return false;
	for (one = all; one != NULL && !known; one = one->ai_next)
		known = ask(one, info);
	freeaddrinfo(all);
	return known;
}

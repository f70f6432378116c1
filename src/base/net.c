/* SPDX-License-Identifier: MIT */
#include "base/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The size of the address as bind(2) takes it; 0: it is not numeric. */
static socklen_t
parse(struct sockaddr_storage *out, const char *address, unsigned port)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port)};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6,
				  .sin6_port = htons((uint16_t)port)};

	if (inet_pton(AF_INET, address, &v4.sin_addr) == 1) {
		memcpy(out, &v4, sizeof v4);
		return sizeof v4;
	}
	if (inet_pton(AF_INET6, address, &v6.sin6_addr) == 1) {
		memcpy(out, &v6, sizeof v6);
		return sizeof v6;
	}
	return 0;
}

int
dtap_net_bind(const char *address, unsigned port)
{
	struct sockaddr_storage parsed;
	socklen_t size = parse(&parsed, address, port);
	int fd, saved, on = 1;

	if (size == 0) {
		errno = EINVAL;
		return -1;
	}
	fd = socket(parsed.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&parsed, size) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

unsigned
dtap_net_port(int fd)
{
	/* The port stands at the same place as in IPv4's. */
	struct sockaddr_in6 bound = {0};
	socklen_t size = sizeof bound;

	if (getsockname(fd, (struct sockaddr *)&bound, &size) < 0)
		return 0;
	return ntohs(bound.sin6_port);
}

void
dtap_net_keep_alive(int fd)
{
	static const struct {
		int level, name, value;
	} options[] = {
		{SOL_SOCKET, SO_KEEPALIVE, 1},
		{IPPROTO_TCP, TCP_KEEPIDLE, 30},
		{IPPROTO_TCP, TCP_KEEPINTVL, 10},
		{IPPROTO_TCP, TCP_KEEPCNT, 3},
	};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		setsockopt(fd, options[i].level, options[i].name,
			   &options[i].value, sizeof options[i].value);
}

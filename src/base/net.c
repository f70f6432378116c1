/* SPDX-License-Identifier: MIT */
#include "base/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
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

/* An address as 16 bytes, IPv4 mapped into IPv6. */
static bool
parse_address(const char *text, struct in6_addr *out)
{
	struct in_addr v4;

	if (inet_pton(AF_INET6, text, out) == 1)
		return true;
	if (inet_pton(AF_INET, text, &v4) != 1)
		return false;
	memset(out, 0, sizeof *out);
	out->s6_addr[10] = out->s6_addr[11] = 0xff;
	memcpy(&out->s6_addr[12], &v4, sizeof v4);
	return true;
}

bool
dtap_net_same_address(const char *one, const char *other)
{
	struct in6_addr a, b;

	return parse_address(one, &a) && parse_address(other, &b) &&
	       memcmp(&a, &b, sizeof a) == 0;
}

bool
dtap_net_is_loopback(const char *address)
{
	struct in6_addr parsed;

	if (!parse_address(address, &parsed))
		return false;
	if (IN6_IS_ADDR_V4MAPPED(&parsed))
		return parsed.s6_addr[12] == 127;
	return IN6_IS_ADDR_LOOPBACK(&parsed);
}

/* A part of the text, as a string; false: there is no room for it. */
static bool
take(char *out, size_t room, const char *text, size_t size)
{
	if (size >= room)
		return false;
	memcpy(out, text, size);
	out[size] = '\0';
	return true;
}

bool
dtap_net_read_host_port(struct dtap_net_host_port *out, const char *text,
			size_t size)
{
	const char *end = text + size, *host = text, *host_end, *port;

	if (size > 0 && text[0] == '[') {
		host++;
		host_end = memchr(host, ']', size - 1);
		if (host_end == NULL || host_end == host)
			return false;
		port = host_end + 1;
	} else {
		host_end = memchr(text, ':', size);
		if (host_end == NULL)
			host_end = end;
		port = host_end;
	}
	if (port < end && (*port++ != ':' || port == end))
		return false;
	return memchr(port, ':', (size_t)(end - port)) == NULL &&
	       take(out->host, sizeof out->host, host,
		    (size_t)(host_end - host)) &&
	       take(out->port, sizeof out->port, port, (size_t)(end - port));
}

char *
dtap_net_write_host_port(char out[DTAP_NET_HOST_PORT], const char *host,
			 const char *port)
{
	bool v6 = strchr(host, ':') != NULL;

	snprintf(out, DTAP_NET_HOST_PORT, "%s%.255s%s:%.31s", v6 ? "[" : "",
		 host, v6 ? "]" : "", port);
	return out;
}

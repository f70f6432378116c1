/* SPDX-License-Identifier: MIT */
#include "base/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* An address in numbers; IPv4 is mapped into IPv6. */
struct numeric {
	struct in6_addr bytes;
	bool v4;
	unsigned zone; /* of IPv6: the index of an interface; 0 is none */
};

/* "eth0" or "2": the index of an interface that exists; 0: there is none. */
static unsigned
read_zone(const char *text)
{
	char name[IF_NAMESIZE];
	unsigned long index;
	char *end;

	if (strlen(text) >= sizeof name)
		return 0;
	if (text[strspn(text, "0123456789")] != '\0')
		return if_nametoindex(text);
	index = strtoul(text, &end, 10);
	return index > 0 && index <= INT32_MAX &&
			       if_indextoname((unsigned)index, name) != NULL
		       ? (unsigned)index
		       : 0;
}

/*
 * 0: read.  EINVAL: the text is not a numeric address.  ENODEV: this machine
 * does not have the zone.
 */
static int
read_numeric(struct numeric *out, const char *text)
{
	char address[INET6_ADDRSTRLEN];
	size_t size = strcspn(text, "%");
	struct in_addr v4;

	memset(out, 0, sizeof *out);
	if (size >= sizeof address)
		return EINVAL;
	memcpy(address, text, size);
	address[size] = '\0';
	if (text[size] == '\0' && inet_pton(AF_INET, address, &v4) == 1) {
		out->v4 = true;
		out->bytes.s6_addr[10] = out->bytes.s6_addr[11] = 0xff;
		memcpy(&out->bytes.s6_addr[12], &v4, sizeof v4);
		return 0;
	}
	if (inet_pton(AF_INET6, address, &out->bytes) != 1)
		return EINVAL;
	if (text[size] == '\0')
		return 0;
	out->zone = read_zone(text + size + 1);
	return out->zone > 0 ? 0 : ENODEV;
}

/* As bind(2) takes it; returns its size. */
static socklen_t
to_socket_address(struct sockaddr_storage *out, const struct numeric *numeric,
		  unsigned port)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port)};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6,
				  .sin6_port = htons((uint16_t)port),
				  .sin6_addr = numeric->bytes,
				  .sin6_scope_id = numeric->zone};

	memcpy(&v4.sin_addr, &numeric->bytes.s6_addr[12], sizeof v4.sin_addr);
	if (numeric->v4)
		memcpy(out, &v4, sizeof v4);
	else
		memcpy(out, &v6, sizeof v6);
	return numeric->v4 ? sizeof v4 : sizeof v6;
}

socklen_t
dtap_net_socket_address(struct sockaddr_storage *out, const char *address,
			unsigned port)
{
	struct numeric numeric;

	errno = read_numeric(&numeric, address);
	if (errno == 0 && numeric.zone == 0 &&
	    IN6_IS_ADDR_LINKLOCAL(&numeric.bytes))
		errno = ENODEV;
	return errno == 0 ? to_socket_address(out, &numeric, port) : 0;
}

int
dtap_net_bind(const char *address, unsigned port)
{
	struct sockaddr_storage parsed;
	socklen_t size = dtap_net_socket_address(&parsed, address, port);
	int fd, saved, on = 1;

	if (size == 0)
		return -1;
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

int
dtap_net_local_address(int fd, char *out, size_t room)
{
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof address;

	out[0] = '\0';
	if (getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		return -1;
	if (address.ss_family == AF_UNIX)
		return 0;
	return getnameinfo((struct sockaddr *)&address, size, out,
			   (socklen_t)room, NULL, 0, NI_NUMERICHOST) == 0
		       ? 0
		       : -1;
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

/* A zone that is missing, or that this machine lacks, tells nothing apart. */
bool
dtap_net_same_address(const char *one, const char *other)
{
	struct numeric a, b;

	if (read_numeric(&a, one) == EINVAL ||
	    read_numeric(&b, other) == EINVAL)
		return false;
	return memcmp(&a.bytes, &b.bytes, sizeof a.bytes) == 0 &&
	       (a.zone == 0 || b.zone == 0 || a.zone == b.zone);
}

bool
dtap_net_is_loopback(const char *address)
{
	struct numeric numeric;

	if (read_numeric(&numeric, address) == EINVAL)
		return false;
	if (IN6_IS_ADDR_V4MAPPED(&numeric.bytes))
		return numeric.bytes.s6_addr[12] == 127;
	return IN6_IS_ADDR_LOOPBACK(&numeric.bytes);
}

bool
dtap_net_is_one_host(const char *address)
{
	struct numeric numeric;

	if (read_numeric(&numeric, address) == EINVAL)
		return false;
	if (IN6_IS_ADDR_V4MAPPED(&numeric.bytes))
		return numeric.bytes.s6_addr[12] != 0 &&
		       numeric.bytes.s6_addr[12] < 224;
	return !IN6_IS_ADDR_UNSPECIFIED(&numeric.bytes) &&
	       !IN6_IS_ADDR_MULTICAST(&numeric.bytes);
}

void
dtap_net_decode_zone(char *host)
{
	char *zone = strchr(host, '%');

	if (strchr(host, ':') != NULL && zone != NULL &&
	    strncmp(zone, "%25", 3) == 0 && zone[3] != '\0')
		memmove(zone + 1, zone + 3, strlen(zone + 3) + 1);
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

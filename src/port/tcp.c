/* SPDX-License-Identifier: MIT */
/* TCP: two-way HDLC. */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>

#include "base/net.h"
#include "port/port_private.h"

static void
name_peer(char out[64], const struct sockaddr_storage *address, socklen_t size)
{
	char host[48], digits[8], text[DTAP_NET_HOST_PORT];

	if (getnameinfo((const struct sockaddr *)address, size, host,
			sizeof host, digits, sizeof digits,
			NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		snprintf(out, 64, "a TCP connection");
	else
		snprintf(out, 64, "%.63s",
			 dtap_net_write_host_port(text, host, digits));
}

void
dtap_tcp_ready(struct dtap_port *port, struct dtap_watch *watch,
	       uint32_t events)
{
	const int yes = 1;
	struct sockaddr_storage address;
	socklen_t size = sizeof address;
	int fd = accept4(watch->fd, (struct sockaddr *)&address, &size,
			 SOCK_CLOEXEC | SOCK_NONBLOCK);
	char name[64];

	(void)events;
	if (fd < 0) {
		dtap_port_accept_failed(port, errno);
		return;
	}
	/* Replies are small, and are waited for. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	dtap_net_keep_alive(fd);
	name_peer(name, &address, size);
	dtap_client_new(port, DTAP_WAY_TCP, fd, name);
}

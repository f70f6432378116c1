/* SPDX-License-Identifier: MIT */
#include "gsmtap/udp_socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/net.h"

int
dtap_udp_socket_open(struct dtap_udp_socket *udp, const char *address,
		     unsigned port)
{
	int on = 1, least = 1, fd;

	udp->to_size = dtap_net_socket_address(&udp->to, address, port);
	if (udp->to_size == 0)
		return -1;
	fd = socket(udp->to.ss_family,
		    SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	/*
	 * It is not connected: so its own address may change with the network.
	 * Then errors are reported only if one asks for them.
	 */
	if (udp->to.ss_family == AF_INET)
		setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
	else
		setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
	/* What others send to us is not read. */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
	udp->fd = fd;
	return 0;
}

void
dtap_udp_socket_close(struct dtap_udp_socket *udp)
{
	close(udp->fd);
}

/* Errno, or 0. */
static int
try_to_send(const struct dtap_udp_socket *udp, const uint8_t *data, size_t size)
{
	return sendto(udp->fd, data, size, MSG_NOSIGNAL,
		      (const struct sockaddr *)&udp->to, udp->to_size) < 0
		       ? errno
		       : 0;
}

/* The queue of reports keeps memory until it is read. */
static void
forget_reports(const struct dtap_udp_socket *udp)
{
	uint8_t byte;

	while (recv(udp->fd, &byte, sizeof byte, MSG_ERRQUEUE) >= 0)
		;
}

struct dtap_udp_result
dtap_udp_socket_send(struct dtap_udp_socket *udp, const uint8_t *data,
		     size_t size)
{
	int first = try_to_send(udp, data, size), second;

	if (first == 0 || first == EAGAIN)
		return (struct dtap_udp_result){.refused = first};
	/* A report about an earlier one stands before this one's own result. */
	forget_reports(udp);
	second = try_to_send(udp, data, size);
	return (struct dtap_udp_result){.refused = second,
					.undelivered = second == 0 ? first : 0};
}

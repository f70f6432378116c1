/* SPDX-License-Identifier: MIT */
/*
 * udp_socket.h - datagrams to one address, and what becomes of them.
 *
 * The kernel either takes a datagram or refuses it.  Of one that it took the
 * network may say later that it did not arrive (ICMP), for example that nobody
 * listens there; the next call reports this.  Nothing waits.  Plain memory, one
 * owner, one thread.
 */
#ifndef DTAP_UDP_SOCKET_H
#define DTAP_UDP_SOCKET_H

#include <stdint.h>
#include <sys/socket.h>

struct dtap_udp_socket {
	int fd;
	struct sockaddr_storage to;
	socklen_t to_size;
};

/*
 * A numeric address, see dtap_net_socket_address().  0, or -1 with errno; then
 * there is nothing to close.
 */
int dtap_udp_socket_open(struct dtap_udp_socket *udp, const char *address,
			 unsigned port);
void dtap_udp_socket_close(struct dtap_udp_socket *udp);

/* Errno values; 0: nothing is wrong. */
struct dtap_udp_result {
	int refused;     /* by the kernel: this datagram is not sent */
	int undelivered; /* an earlier datagram: it did not arrive */
};

struct dtap_udp_result dtap_udp_socket_send(struct dtap_udp_socket *udp,
					    const uint8_t *data, size_t size);

#endif

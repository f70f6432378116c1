/* SPDX-License-Identifier: MIT */
#include "streams/peer.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/net.h"

#define UNANSWERED 3

void
dtap_peer_name(int fd, char *out)
{
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof address;
	char host[NI_MAXHOST], port[NI_MAXSERV];
	bool v6;

	strcpy(out, "local");
	if (getpeername(fd, (struct sockaddr *)&address, &size) < 0 ||
	    getnameinfo((struct sockaddr *)&address, size, host, sizeof host,
			port, sizeof port,
			NI_NUMERICHOST | NI_NUMERICSERV) != 0 ||
	    address.ss_family == AF_UNIX)
		return;
	v6 = address.ss_family == AF_INET6;
	snprintf(out, DTAP_PEER_NAME, "%s%.60s%s:%.5s", v6 ? "[" : "", host,
		 v6 ? "]" : "", port);
}

bool
dtap_peer_vanished(int fd, unsigned silent_ms)
{
	struct tcp_info info = {0};
	socklen_t size = sizeof info;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
		return false;
	return info.tcpi_last_ack_recv >= silent_ms &&
	       (info.tcpi_probes >= UNANSWERED ||
		info.tcpi_retransmits >= UNANSWERED);
}

/* Bytes from a client that are ignored; more than that ends the stream. */
#define IGNORED_MAX (1024 * 1024)

/* Reads per turn, so that a client that always sends delays no other. */
#define READS 16

/* False when the client sends too much. */
static bool
take_input(struct dtap_peer_input *input, struct dtap_websocket *websocket,
	   const uint8_t *data, size_t size)
{
	if (websocket != NULL && !dtap_websocket_is_closing(websocket)) {
		dtap_websocket_receive(websocket, data, size, dtap_clock_now());
		return true;
	}
	input->ignored += size;
	return input->ignored <= IGNORED_MAX;
}

enum dtap_peer_read_result
dtap_peer_read(struct dtap_peer_input *input, int fd,
	       struct dtap_websocket *websocket)
{
	uint8_t bytes[4096];

	for (int i = 0; i < READS; i++) {
		ssize_t size = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);

		if (size == 0) {
			input->closed = true;
			return DTAP_PEER_READ_CLOSED;
		}
		if (size < 0)
			return errno == EAGAIN || errno == EINTR
				       ? DTAP_PEER_READ_ALL
				       : DTAP_PEER_READ_END;
		if (!take_input(input, websocket, bytes, (size_t)size))
			return DTAP_PEER_READ_END;
	}
	return DTAP_PEER_READ_MORE;
}

/*
 * Bounds the kernel memory of a stalled subscriber, and how old the first bytes
 * are when it reads again.  The kernel doubles the value.
 */
#define SEND_BUFFER (128 * 1024)

void
dtap_peer_tune(int fd)
{
	const int room = SEND_BUFFER, on = 1;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	dtap_net_keep_alive(fd);
}

void
dtap_peer_widen(int fd, size_t more)
{
	const int room = SEND_BUFFER + (int)more;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

/* SPDX-License-Identifier: MIT */
#include "streams/peer.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

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

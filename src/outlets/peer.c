/* SPDX-License-Identifier: MIT */
#include "outlets/peer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define UNANSWERED 3

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

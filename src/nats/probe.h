/* SPDX-License-Identifier: MIT */
/*
 * probe.h - finds a server, and reads what it says of itself.
 *
 * libnats does not tell which version a server has.  So a connection of our own
 * reads the first line, which every server of NATS sends before all else, also
 * before TLS.  No state; any thread.
 */
#ifndef DTAP_PROBE_H
#define DTAP_PROBE_H

#include <sys/socket.h>

#include "nats/link.h"
#include "nats/link_options.h"

#define DTAP_PROBE_TIMEOUT_S 5

/* Where a server was found. */
struct dtap_probe {
	struct sockaddr_storage peer;
	char address[64]; /* the same: numeric, without brackets */
	bool is_v6;
};

/*
 * Tries the addresses of the server's name, until one is good.  Waits for at
 * most DTAP_PROBE_TIMEOUT_S for each, but not if `wake`, a descriptor or -1,
 * can be read and *stop is true.  A name server that does not answer takes its
 * own time.
 */
enum dtap_link_result dtap_probe_server(struct dtap_probe *probe,
					const struct dtap_link_server *server,
					int wake, const atomic_bool *stop,
					char why[DTAP_LINK_WHY]);

#endif

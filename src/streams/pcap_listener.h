/* SPDX-License-Identifier: MIT */
/*
 * pcap_listener.h - PCAP-over-IP: a TCP port that sends pcap to every client
 * that connects.
 *
 * Wireshark can open it (wireshark -k -i TCP@127.0.0.1:57012), on any system,
 * and so can Zeek, Arkime and NetworkMiner.  A client sends no request and no
 * token.
 *
 * The thread accepts connections and hands each to the fan-out.  They use the
 * same places as the streams of HTTP, but leave a quarter of them to HTTP: no
 * flood of connections here shuts out who asks there.  If there is no place,
 * the connection is closed.  A client may close its sending side, as nc and
 * socat do at the end of their input, and reads on: its stream ends when it is
 * gone.  If the process has no free descriptor, the thread waits and tries
 * again.
 */
#ifndef DTAP_PCAP_LISTENER_H
#define DTAP_PCAP_LISTENER_H

#include "streams/fanout.h"

struct dtap_pcap_listener;

struct dtap_pcap_listener_options {
	const char *address; /* numeric */
	unsigned port;       /* 0 means any free port */
	const int *fd; /* listens already, is taken over, and replaces both;
			  NULL: none */
	struct dtap_tap *tap; /* what its streams read; or, if NULL: */

	/* Takes over the socket and the place that is reserved for it.  -1 with
	 * errno.  On the listener's thread. */
	int (*begin)(void *arg, int fd);
	void *arg;
	const char *name; /* before "/pcap-over-ip", in the log */
};

/*
 * Listens.  Log, fan-out and tap must outlive the listener.  NULL with errno:
 * EINVAL (the address is not numeric), EADDRINUSE, EADDRNOTAVAIL, EACCES, ...
 */
struct dtap_pcap_listener *dtap_pcap_listener_new(
	const struct dtap_log *log, struct dtap_fanout *fanout,
	const struct dtap_pcap_listener_options *options);

unsigned dtap_pcap_listener_port(const struct dtap_pcap_listener *listener);

int dtap_pcap_listener_start(
	struct dtap_pcap_listener *listener); /* -1 with errno */

/*
 * Closes the port and ends the thread; its streams continue.  NULL and a second
 * call are allowed.
 */
void dtap_pcap_listener_stop(struct dtap_pcap_listener *listener);

/* Stops it first.  NULL is allowed. */
void dtap_pcap_listener_free(struct dtap_pcap_listener *listener);

#endif

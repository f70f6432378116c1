/* SPDX-License-Identifier: MIT */
/*
 * pcap_listener.h - PCAP-over-IP: a TCP port that sends pcap to whoever
 * connects.
 *
 * Wireshark opens it by itself (wireshark -k -i TCP@127.0.0.1:57012), on any
 * system, and so do Zeek, Arkime and NetworkMiner.  Nobody is asked for
 * anything there: no token, no request.
 *
 * Its thread waits for connections and hands each to the fan-out, in the places
 * that HTTP's streams have too; where none is left, the connection is closed.
 * Without a descriptor for one it waits, and does not spin.
 */
#ifndef DTAP_PCAP_LISTENER_H
#define DTAP_PCAP_LISTENER_H

#include "streams/fanout.h"

struct dtap_pcap_listener;

struct dtap_pcap_listener_options {
	const char *address; /* numeric */
	unsigned port;       /* 0 is any */
	struct dtap_tap *tap;
};

/*
 * Listens.  Log, fan-out and tap outlive it.  NULL with errno: EINVAL (no such
 * form of address), EADDRINUSE, EADDRNOTAVAIL, EACCES, ...
 */
struct dtap_pcap_listener *dtap_pcap_listener_new(
	const struct dtap_log *log, struct dtap_fanout *fanout,
	const struct dtap_pcap_listener_options *options);

unsigned dtap_pcap_listener_port(const struct dtap_pcap_listener *listener);

int dtap_pcap_listener_start(
	struct dtap_pcap_listener *listener); /* -1 with errno */

/* Listens no more, and ends the thread; its streams live on.  NULL is allowed,
 * and a second call. */
void dtap_pcap_listener_stop(struct dtap_pcap_listener *listener);

/* Stops it too.  NULL is allowed. */
void dtap_pcap_listener_free(struct dtap_pcap_listener *listener);

#endif

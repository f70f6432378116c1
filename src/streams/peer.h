/* SPDX-License-Identifier: MIT */
/*
 * peer.h - who a subscriber is, and is its host still there?
 *
 * Keep-alive finds a peer that vanished only while nothing is on its way to
 * it.  Else the kernel resends for some 15 minutes.  TCP_USER_TIMEOUT would cut
 * that short, but Linux also ends a peer by it that is alive and well and has
 * its window closed: a subscriber who stalls, who is to be waited for (measured
 * on 6.18: ETIMEDOUT after just that time, with every probe answered).  So we
 * ask the kernel what it knows, and decide.
 */
#ifndef DTAP_PEER_H
#define DTAP_PEER_H

#include <stdbool.h>

/* "127.0.0.1:4242", "[::1]:4242"; "local" behind a Unix socket. */
#define DTAP_PEER_NAME 80
void dtap_peer_name(int fd, char *out);

/*
 * True when nothing came from the peer for silent_ms, and what the kernel sent
 * it in that time went unanswered three times: bytes, or probes of a closed
 * window.  A peer that stalls answers probes, and is never gone.  False for a
 * socket that is not TCP.
 */
bool dtap_peer_vanished(int fd, unsigned silent_ms);

#endif

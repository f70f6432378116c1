/* SPDX-License-Identifier: MIT */
/*
 * peer.h - a stream's peer: its name, its socket, what it sends, and whether
 * its host still answers.
 *
 * Keep-alive finds a vanished peer only while no data is on its way to the
 * peer.  With data on its way the kernel retransmits for about 15 minutes.
 * TCP_USER_TIMEOUT would shorten that.  But with it Linux also ends a healthy
 * peer that has closed its window, that is a stalled subscriber, which must be
 * waited for (measured on Linux 6.18: ETIMEDOUT after exactly that time,
 * although every probe was answered).  So we read TCP_INFO and decide here.
 *
 * All of this belongs to one stream; the thread of the stream.
 */
#ifndef DTAP_PEER_H
#define DTAP_PEER_H

#include <stdbool.h>
#include <stddef.h>

#include "streams/websocket.h"

/* "127.0.0.1:4242", "[::1]:4242"; "local" for a Unix socket. */
#define DTAP_PEER_NAME 80
void dtap_peer_name(int fd, char *out);

/*
 * True when nothing came from the peer for silent_ms and the peer did not
 * answer three retransmissions or three probes of its closed window.  A stalled
 * peer answers probes, so this is never true for it.  False for a socket that
 * is not TCP.
 */
bool dtap_peer_vanished(int fd, unsigned silent_ms);

/*
 * What the peer sends.  A WebSocket reads its frames.  Everything else is
 * ignored, because a stream has no second request.  All zeros at the start.
 */
struct dtap_peer_input {
	size_t ignored; /* bytes */
	bool closed;    /* the peer has closed its sending side */
};

enum dtap_peer_read_result {
	DTAP_PEER_READ_ALL,
	DTAP_PEER_READ_MORE,   /* there is more; the others' turn comes first */
	DTAP_PEER_READ_CLOSED, /* the peer has closed its sending side */
	DTAP_PEER_READ_END,    /* the peer is gone, or sends too much */
};

/* Reads from the socket; websocket may be NULL. */
enum dtap_peer_read_result dtap_peer_read(struct dtap_peer_input *input, int fd,
					  struct dtap_websocket *websocket);

/*
 * Sets up the socket: a bounded send buffer, no delay, and keep-alive, which
 * finds a peer that vanished from a quiet stream within a minute.  An error
 * here costs speed or memory, never data, and is ignored.
 */
void dtap_peer_tune(int fd);

/*
 * Makes room for `more` bytes in a full send buffer, for the last message: the
 * peer gets it when it reads again.  The kernel limits this with
 * net.core.wmem_max.
 */
void dtap_peer_widen(int fd, size_t more);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * peer.h - a stream's peer: its name, its socket, what it sends, and whether
 * its host is still there.
 *
 * Keep-alive finds a peer that vanished only while no data is on its way to
 * it.  Otherwise the kernel sends again for about 15 minutes.
 * TCP_USER_TIMEOUT would shorten that, but with it Linux also ends a peer that
 * is well and has closed its window: a subscriber that stalls, and has to be
 * waited for (measured on Linux 6.18: ETIMEDOUT after just that time, although
 * every probe was answered).  So we ask the kernel what it knows, and decide.
 *
 * Each belongs to one stream, and is used on the stream's thread.
 */
#ifndef DTAP_PEER_H
#define DTAP_PEER_H

#include <stdbool.h>
#include <stddef.h>

#include "streams/websocket.h"

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

/*
 * What the peer sends.  A WebSocket reads its frames.  Everything else is
 * thrown away, since a stream has no second request.  Zeros: nothing has come.
 */
struct dtap_peer_input {
	size_t ignored; /* bytes */
	bool left;      /* the peer sends nothing any more */
};

enum dtap_peer_read_result {
	DTAP_PEER_READ_ALL,
	DTAP_PEER_READ_MORE, /* enough for now: there is more to read */
	DTAP_PEER_READ_LEFT, /* the peer has closed its side */
	DTAP_PEER_READ_END,  /* it is gone, or never stops */
};

/* Reads from the socket; websocket may be NULL. */
enum dtap_peer_read_result dtap_peer_read(struct dtap_peer_input *input, int fd,
					  struct dtap_websocket *websocket);

/*
 * Sets up the socket: a bounded send buffer, no delay, and keep-alive, which
 * ends a peer that vanished from a quiet stream within a minute.  What fails
 * here costs speed or memory, never data.
 */
void dtap_peer_tune(int fd);

/*
 * Makes room for so many bytes beyond a full send buffer, for the last message:
 * the peer finds it when it reads again.  The kernel has a limit of its own
 * (net.core.wmem_max).
 */
void dtap_peer_widen(int fd, size_t more);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * fanout.h - every endless stream, in one epoll loop on a thread of its own.
 *
 * The HTTP server sends the head of the answer, then hands the socket over.
 *
 * A ring's wake costs one eventfd write however many streams there are; each
 * stream then sends what it can, one system call per block, and is left alone
 * while its socket is full.
 */
#ifndef DTAP_FANOUT_H
#define DTAP_FANOUT_H

#include "base/log.h"
#include "streams/stream_table.h"

struct dtap_fanout;

/* The log outlives it.  NULL with errno. */
struct dtap_fanout *dtap_fanout_new(const struct dtap_log *log,
				    unsigned max_streams);

/* Stopped, or never started; nobody adopts any more, the taps live. */
void dtap_fanout_free(struct dtap_fanout *fanout);

/* The tap's ring wakes the fan-out.  Before the tap starts.  -1 with errno. */
int dtap_fanout_watch(struct dtap_fanout *fanout, struct dtap_tap *tap);

int dtap_fanout_start(struct dtap_fanout *fanout); /* -1 with errno */

/*
 * After the rings have ended: streams send what they still have, and their
 * final chunk.  Closes what is left when no byte went out for idle_ms.
 */
void dtap_fanout_stop(struct dtap_fanout *fanout, int64_t idle_ms);

/* Its streams: to reserve a place, and to look. */
struct dtap_stream_table *dtap_fanout_table(struct dtap_fanout *fanout);

/*
 * Begins a stream in a place reserved; takes over the socket and the place,
 * also where it fails: -1 with errno.  Any thread.
 */
int dtap_fanout_adopt(struct dtap_fanout *fanout,
		      const struct dtap_stream_options *options);

#endif

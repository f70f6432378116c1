/* SPDX-License-Identifier: MIT */
/*
 * fanout.h - sends all streams, in one epoll loop on its own thread.
 *
 * The HTTP server sends the head of a response and hands the socket over.
 *
 * A ring wakes the fan-out with one eventfd write, however many streams there
 * are.  Then each stream sends what it can, with one system call per block.  A
 * stream whose socket is full is skipped until the socket is writable.
 */
#ifndef DTAP_FANOUT_H
#define DTAP_FANOUT_H

#include "base/log.h"
#include "streams/stream_table.h"

struct dtap_fanout;

/* The log must outlive the fan-out.  NULL with errno. */
struct dtap_fanout *dtap_fanout_new(const struct dtap_log *log,
				    unsigned max_streams);

/*
 * Only after dtap_fanout_stop(), or if it was never started.  No thread may
 * call dtap_fanout_adopt() any more, and the taps must still exist.
 */
void dtap_fanout_free(struct dtap_fanout *fanout);

/* Makes the ring wake the fan-out.  Call it before its first block.  -1 with
 * errno.
 */
int dtap_fanout_watch(struct dtap_fanout *fanout, struct dtap_ring *ring);

int dtap_fanout_start(struct dtap_fanout *fanout); /* -1 with errno */

/*
 * For a watchdog: asks the thread for an answer, which it gives when it has
 * gone round all streams once.  Any thread, one at a time.
 */
void dtap_fanout_ask(struct dtap_fanout *fanout);
bool dtap_fanout_has_answered(const struct dtap_fanout *fanout);

/*
 * Call it after the rings have ended.  The streams send what they still have
 * and their final chunk.  Streams that are left when no byte was sent for
 * idle_ms are closed.
 */
void dtap_fanout_stop(struct dtap_fanout *fanout, int64_t idle_ms);

/* Its streams: for reserving a place and for status. */
struct dtap_stream_table *dtap_fanout_table(struct dtap_fanout *fanout);

/*
 * Begins a stream; a place must be reserved for it.  Takes over the socket and
 * the place, even if it fails: -1 with errno.  Any thread.
 */
int dtap_fanout_adopt(struct dtap_fanout *fanout,
		      const struct dtap_stream_options *options);

#endif

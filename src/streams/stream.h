/* SPDX-License-Identifier: MIT */
/*
 * stream.h - one subscriber's bytes on one socket.
 *
 * A stream owns its socket, a cursor in a tap's ring and a reference to the
 * block that it sends.  It belongs to the fan-out thread; another thread may
 * only call dtap_stream_status(), while the stream exists.
 *
 * The head of the response is sent before a stream begins.  Blocks are sent
 * from their own memory; a record or chunk is never cut.
 */
#ifndef DTAP_STREAM_H
#define DTAP_STREAM_H

#include <dtap/tap.h>

#include "rewrite/filter.h"
#include "streams/framing.h"
#include "streams/stream_output.h"
#include "streams/websocket.h"

struct dtap_stream;

#define DTAP_STREAM_PATH 64 /* room for the path, with its NUL */

/* Blocks that no tap makes, for one stream.  It outlives the stream. */
struct dtap_stream_feed {
	struct dtap_ring *ring;
	bool bare; /* the pcap form of its blocks is the whole body: the stream
		      adds no pcap header and no loss record */

	/* The stream has been freed: the last call to the feed.  On the thread
	 * of the stream. */
	void (*ended)(void *arg);
	void *arg;
};

struct dtap_stream_options {
	int fd;               /* a connected stream socket */
	struct dtap_tap *tap; /* what it reads; or, if NULL: */
	const struct dtap_stream_feed *feed;
	enum dtap_form form;
	enum dtap_framing framing;
	const char *path; /* for log and status: "diag/pcap"; is copied */
	bool oldest;      /* begin with the oldest block in the ring */

	/* A peer that closes its sending side still reads (PCAP-over-IP). */
	bool outlives_half_close;

	/* For DTAP_FRAMING_MESSAGES. */
	struct dtap_websocket_options websocket;

	/* For the pcap form; 0 and NULL: records as the tap has them. */
	uint32_t snaplen;
	const struct dtap_filter *filter; /* is copied */
	bool split;                       /* a record for each message */
	unsigned scrub;                   /* rewrite/scrub.h */
	uint16_t
		linktype; /* 0: ours; others have no loss records (rewrite.h) */
};

/*
 * Takes over the socket, even if it fails: NULL, ENOMEM.  The stream is a
 * subscriber of the ring from now on.
 */
struct dtap_stream *dtap_stream_new(const struct dtap_stream_options *options);

/*
 * Ends the subscription: the stream gets no other block, and what it lost stays
 * as it is.  A second call is allowed.
 */
void dtap_stream_leave(struct dtap_stream *stream);

/*
 * The same, for a stream that may not go on to its end, after the ring has
 * ended: what the ring still has for it is lost, and the block that was being
 * sent.
 */
void dtap_stream_cut(struct dtap_stream *stream);

/* Leaves, and closes the socket. */
void dtap_stream_free(struct dtap_stream *stream);

/*
 * Sends a block, or several blocks if the stream is behind (send.h).  The
 * scratch buffer is the thread's; NULL is allowed if no stream has a filter,
 * split, snaplen or linktype.
 */
enum dtap_pumped dtap_stream_pump(struct dtap_stream *stream,
				  struct dtap_rewrite_scratch *scratch);

/*
 * Reads what the peer sends (peer.h).  False: the stream has ended, because the
 * peer sends too much, or has closed its sending side and the stream does not
 * outlive that.  *more: there is more to read; call again after the other
 * streams.
 */
bool dtap_stream_receive(struct dtap_stream *stream, bool *more);

/*
 * True when the peer has closed its sending side and was sent nothing since. It
 * may read on or be gone: only the answer to the next bytes tells.
 */
bool dtap_stream_is_half_closed(const struct dtap_stream *stream);

/*
 * Runs the timers of a WebSocket (now: monotonic ns).  False: the stream has
 * ended.  dtap_stream_due() says when to call again; INT64_MAX is never.
 */
bool dtap_stream_tick(struct dtap_stream *stream, int64_t now);
int64_t dtap_stream_due(const struct dtap_stream *stream);

/* Checks whether a stalled stream has begun to lag. */
void dtap_stream_check_lag(struct dtap_stream *stream);

/*
 * True once at the begin of each lag; a lag lasts until the stream has caught
 * up with the ring.
 */
bool dtap_stream_began_to_lag(struct dtap_stream *stream);

struct dtap_stream_status {
	const char *path;
	const char *peer; /* "127.0.0.1:4242" */
	uint64_t bytes;   /* sent, framing included */
	uint64_t lags;
	struct dtap_amount lost; /* with what left the ring and was not taken */
	struct dtap_scrub_counts scrubbed; /* container_filter.h */
	uint64_t left_out; /* packets without a record of this linktype */
};

void dtap_stream_status(const struct dtap_stream *stream,
			struct dtap_stream_status *status);

int dtap_stream_fd(const struct dtap_stream *stream);

/* Belongs to the list of streams in stream_table.h. */
struct dtap_stream_link {
	struct dtap_stream *prev, *next;
	bool blocked;
};

struct dtap_stream_link *dtap_stream_link(struct dtap_stream *stream);

#endif

/* SPDX-License-Identifier: MIT */
#include "streams/stream.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "streams/lag.h"
#include "streams/peer.h"
#include "streams/rewrite.h"
#include "streams/send.h"

struct dtap_stream {
	struct dtap_stream_link link;
	int fd;
	struct dtap_tap *tap;
	struct dtap_ring *ring;
	uint32_t snaplen;
	bool bare;
	enum dtap_form form;
	enum dtap_framing framing;
	char path[DTAP_STREAM_PATH];
	char peer[DTAP_PEER_NAME];

	struct dtap_subscriber cursor;
	struct dtap_block *block;     /* being sent, or NULL */
	struct dtap_rewrite *rewrite; /* NULL: blocks are sent as they are */
	struct dtap_send send;
	struct dtap_websocket *websocket; /* or NULL */
	struct dtap_peer_input input;
	bool ending; /* what is being sent is the end of the stream */
	bool shut;   /* that was sent; now the peer has to close */

	struct dtap_lag lag;
	_Atomic uint64_t bytes; /* sent; others read it */
};

/* A stream that wants other records than its tap has gets a rewrite. */
static bool
make_parts(struct dtap_stream *stream,
	   const struct dtap_stream_options *options)
{
	uint32_t most = dtap_tap_options(options->tap)->snaplen;
	struct dtap_rewrite_options rewrite = {
		.filter = options->filter,
		.snaplen = options->snaplen > 0 ? options->snaplen : most,
		.bare = options->bare,
	};
	bool rewrites = rewrite.filter != NULL || rewrite.bare ||
			rewrite.snaplen != most;
	bool is_websocket = options->framing == DTAP_FRAMING_MESSAGES;

	stream->snaplen = rewrite.snaplen;
	stream->bare = rewrite.bare;
	if (rewrites)
		stream->rewrite = dtap_rewrite_new(&rewrite);
	if (is_websocket)
		stream->websocket = dtap_websocket_new(&options->websocket,
						       dtap_clock_now());
	return (stream->rewrite != NULL || !rewrites) &&
	       (stream->websocket != NULL || !is_websocket);
}

struct dtap_stream *
dtap_stream_new(const struct dtap_stream_options *options)
{
	struct dtap_stream *stream = calloc(1, sizeof *stream);

	if (stream == NULL || !make_parts(stream, options)) {
		if (stream != NULL) {
			dtap_rewrite_free(stream->rewrite);
			dtap_websocket_free(stream->websocket);
		}
		free(stream);
		close(options->fd);
		errno = ENOMEM;
		return NULL;
	}
	stream->fd = options->fd;
	stream->tap = options->tap;
	stream->ring = dtap_tap_ring(options->tap);
	stream->form = options->form;
	stream->framing = options->framing;
	snprintf(stream->path, sizeof stream->path, "%s", options->path);
	dtap_peer_name(stream->fd, stream->peer);
	dtap_peer_tune(stream->fd);
	if (stream->form == DTAP_FORM_PCAP)
		dtap_send_put_header(&stream->send, stream->framing,
				     stream->snaplen, stream->bare);
	if (options->oldest)
		dtap_ring_subscribe_oldest(stream->ring, &stream->cursor);
	else
		dtap_ring_subscribe(stream->ring, &stream->cursor);
	return stream;
}

void
dtap_stream_free(struct dtap_stream *stream)
{
	dtap_ring_unsubscribe(stream->ring, &stream->cursor);
	dtap_block_unref(stream->block);
	dtap_rewrite_free(stream->rewrite);
	dtap_websocket_free(stream->websocket);
	close(stream->fd);
	free(stream);
}

static void
note_loss(struct dtap_stream *stream, const struct dtap_amount *loss)
{
	struct dtap_view records;

	if (loss->containers == 0)
		return;
	dtap_rewrite_lost(stream->rewrite);
	dtap_lag_note(&stream->lag, loss);
	if (stream->form != DTAP_FORM_PCAP || stream->bare)
		return;
	records = dtap_block_view(stream->block, DTAP_FORM_PCAP, false);
	dtap_send_put_loss(&stream->send, stream->framing, loss,
			   records.iov[0].iov_base);
}

/* Sets the view of the block, or of its next rewritten piece. */
static void
view_block(struct dtap_stream *stream, struct dtap_rewrite_scratch *scratch)
{
	bool chunked = stream->framing == DTAP_FRAMING_CHUNKS;
	struct dtap_amount loss;
	struct dtap_view view;

	if (stream->rewrite == NULL) {
		view = dtap_block_view(stream->block, stream->form, chunked);
	} else {
		view = dtap_rewrite_next(stream->rewrite, scratch, chunked,
					 &loss);
		dtap_lag_count(&stream->lag, &loss);
	}
	dtap_send_set_view(&stream->send, stream->framing, &view);
}

/* Puts the next control frame of a WebSocket; after a close frame it ends. */
static bool
put_control(struct dtap_stream *stream)
{
	uint8_t frame[DTAP_WS_FRAME_MAX];
	size_t size;

	if (stream->websocket == NULL)
		return false;
	size = dtap_websocket_take(stream->websocket, frame, dtap_clock_now());
	dtap_send_put(&stream->send, DTAP_FRAMING_NONE, frame, size);
	if (dtap_websocket_is_closed(stream->websocket)) {
		stream->ending = true;
		dtap_ring_unsubscribe(stream->ring, &stream->cursor);
	}
	return size > 0;
}

static void
put_end(struct dtap_stream *stream)
{
	stream->ending = true;
	if (stream->framing == DTAP_FRAMING_CHUNKS)
		dtap_send_put(&stream->send, DTAP_FRAMING_NONE, "0\r\n\r\n", 5);
	dtap_websocket_end(stream->websocket, dtap_tap_is_complete(stream->tap),
			   dtap_clock_now());
	put_control(stream);
}

/* Takes the next block of the ring, after what was lost before it. */
static enum dtap_next
next_block(struct dtap_stream *stream)
{
	struct dtap_amount loss;
	enum dtap_next next;

	dtap_block_unref(stream->block);
	next = dtap_ring_next(stream->ring, &stream->cursor, &stream->block,
			      &loss);
	if (next != DTAP_NEXT_BLOCK)
		return next;
	note_loss(stream, &loss);
	dtap_rewrite_begin(stream->rewrite, stream->block);
	return next;
}

/* Gets the next bytes ready; false when there are none now. */
static bool
fill(struct dtap_stream *stream, struct dtap_rewrite_scratch *scratch)
{
	if (put_control(stream))
		return true;
	do {
		switch (!dtap_rewrite_is_done(stream->rewrite)
				? DTAP_NEXT_BLOCK
				: next_block(stream)) {
		case DTAP_NEXT_NONE:
			dtap_lag_caught_up(&stream->lag);
			return false;
		case DTAP_NEXT_END:
			put_end(stream);
			return true;
		case DTAP_NEXT_BLOCK:
			view_block(stream, scratch);
		}
	} while (dtap_send_left(&stream->send) == 0);
	return true;
}

/*
 * All is sent.  If we closed a WebSocket with unread bytes of the client, TCP
 * would send RST and the client could lose the close frame.  So the client has
 * to close first.
 */
static enum dtap_pumped
finish(struct dtap_stream *stream)
{
	if (stream->websocket == NULL || stream->input.closed)
		return DTAP_PUMPED_DONE;
	if (!stream->shut)
		shutdown(stream->fd, SHUT_WR);
	stream->shut = true;
	return DTAP_PUMPED_ALL;
}

static enum dtap_pumped
note_full(struct dtap_stream *stream)
{
	dtap_websocket_blocked(stream->websocket, dtap_clock_now());
	return DTAP_PUMPED_BLOCKED;
}

/* The next block is taken at the next turn; until then the stream has none. */
static enum dtap_pumped
finish_block(struct dtap_stream *stream)
{
	dtap_send_clear(&stream->send);
	dtap_rewrite_release(stream->rewrite);
	if (!stream->ending && !dtap_rewrite_is_done(stream->rewrite))
		return DTAP_PUMPED_SOME;
	dtap_block_unref(stream->block);
	stream->block = NULL;
	if (stream->ending || dtap_websocket_has_frame(stream->websocket) ||
	    dtap_ring_has_next(stream->ring, &stream->cursor))
		return DTAP_PUMPED_SOME;
	dtap_lag_caught_up(&stream->lag);
	return DTAP_PUMPED_ALL;
}

/* Several blocks, if the stream is behind and sends blocks unchanged. */
static ssize_t
send_bytes(struct dtap_stream *stream, bool *full)
{
	const struct dtap_send_blocks blocks = {
		.ring = stream->ring,
		.cursor = &stream->cursor,
		.form = stream->form,
		.chunked = stream->framing == DTAP_FRAMING_CHUNKS,
	};

	if (stream->ending || stream->rewrite != NULL ||
	    stream->framing == DTAP_FRAMING_MESSAGES ||
	    !dtap_ring_has_next(stream->ring, &stream->cursor))
		return dtap_send_current(&stream->send, stream->fd, full);
	return dtap_send_many(&blocks, &stream->send, &stream->block,
			      stream->fd, full);
}

static enum dtap_pumped
send_some(struct dtap_stream *stream)
{
	bool full;
	ssize_t size = send_bytes(stream, &full);

	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? note_full(stream)
							 : DTAP_PUMPED_DONE;
	dtap_websocket_moved(stream->websocket);
	atomic_fetch_add(&stream->bytes, (uint64_t)size);
	if (full) {
		dtap_ring_moved(stream->ring, &stream->cursor);
		return note_full(stream);
	}
	return dtap_send_left(&stream->send) > 0 ? DTAP_PUMPED_SOME
						 : finish_block(stream);
}

/* DTAP_PUMPED_SOME: there are bytes to send. */
static enum dtap_pumped
prepare(struct dtap_stream *stream, struct dtap_rewrite_scratch *scratch)
{
	if (dtap_send_left(&stream->send) > 0)
		return DTAP_PUMPED_SOME;
	if (!stream->ending && !fill(stream, scratch))
		return DTAP_PUMPED_ALL;
	return dtap_send_left(&stream->send) > 0 ? DTAP_PUMPED_SOME
						 : finish(stream);
}

enum dtap_pumped
dtap_stream_pump(struct dtap_stream *stream,
		 struct dtap_rewrite_scratch *scratch)
{
	enum dtap_pumped pumped = prepare(stream, scratch);

	if (pumped == DTAP_PUMPED_SOME)
		pumped = send_some(stream);
	return dtap_rewrite_keep(stream->rewrite, &stream->send)
		       ? pumped
		       : DTAP_PUMPED_DONE;
}

/* A client that closed a WebSocket still gets our close frame. */
bool
dtap_stream_receive(struct dtap_stream *stream, bool *more)
{
	enum dtap_peer_read_result read =
		dtap_peer_read(&stream->input, stream->fd, stream->websocket);

	*more = read == DTAP_PEER_READ_MORE;
	if (read != DTAP_PEER_READ_CLOSED)
		return read != DTAP_PEER_READ_END;
	return !stream->shut && dtap_websocket_is_closing(stream->websocket);
}

bool
dtap_stream_tick(struct dtap_stream *stream, int64_t now)
{
	bool was_closing = dtap_websocket_is_closing(stream->websocket);

	if (!dtap_websocket_tick(stream->websocket, now))
		return false;
	if (!was_closing && dtap_websocket_is_closing(stream->websocket)) {
		/* The rest of a message, and the close frame. */
		dtap_peer_widen(stream->fd, dtap_send_left(&stream->send) +
						    DTAP_WS_FRAME_MAX);
		stream->link.blocked = false;
	}
	return true;
}

int64_t
dtap_stream_due(const struct dtap_stream *stream)
{
	return dtap_websocket_due(stream->websocket);
}

void
dtap_stream_check_lag(struct dtap_stream *stream)
{
	struct dtap_amount missed =
		dtap_ring_missed(stream->ring, &stream->cursor);

	dtap_lag_check(&stream->lag, &missed);
}

bool
dtap_stream_began_to_lag(struct dtap_stream *stream)
{
	return dtap_lag_began(&stream->lag);
}

void
dtap_stream_status(const struct dtap_stream *stream,
		   struct dtap_stream_status *status)
{
	struct dtap_amount missed =
		dtap_ring_missed(stream->ring, &stream->cursor);
	struct dtap_amount lost = dtap_lag_lost(&stream->lag);

	*status = (struct dtap_stream_status){
		.path = stream->path,
		.peer = stream->peer,
		.bytes = atomic_load(&stream->bytes),
		.lags = atomic_load(&stream->lag.lags),
		.lost = {lost.containers + missed.containers,
			 lost.bytes + missed.bytes},
	};
}

int
dtap_stream_fd(const struct dtap_stream *stream)
{
	return stream->fd;
}

struct dtap_stream_link *
dtap_stream_link(struct dtap_stream *stream)
{
	return &stream->link;
}

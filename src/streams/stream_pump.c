/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "streams/stream_private.h"

static void
note_loss(struct dtap_stream *stream, const struct dtap_amount *loss)
{
	struct dtap_view records;

	if (loss->containers == 0)
		return;
	dtap_rewrite_lost(stream->rewrite);
	dtap_lag_note(&stream->lag);
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
		atomic_fetch_add(&stream->unsent.containers, loss.containers);
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
		dtap_stream_leave(stream);
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

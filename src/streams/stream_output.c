/* SPDX-License-Identifier: MIT */
#include "streams/stream_output.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "base/clock.h"

static void
note_loss(struct dtap_stream_output *output, struct dtap_amount *loss)
{
	struct dtap_view records;
	uint64_t cut;

	if (loss->containers == 0)
		return;
	cut = dtap_rewrite_lost(output->rewrite);
	atomic_fetch_add(&output->unsent.bytes, cut);
	loss->bytes += cut;
	dtap_lag_note(&output->lag);
	if (output->form != DTAP_FORM_PCAP || output->linktype != 0 ||
	    output->bare)
		return;
	records = dtap_block_view(output->block, DTAP_FORM_PCAP, false);
	dtap_send_put_loss(&output->send, output->framing, loss,
			   records.iov[0].iov_base);
}

/* For other threads, which may not look into the rewrite. */
static void
note_rewrite(struct dtap_stream_output *output)
{
	struct dtap_scrub_counts scrubbed =
		dtap_rewrite_scrubbed(output->rewrite);

	atomic_store(&output->rewrote.changed, scrubbed.changed);
	atomic_store(&output->rewrote.dropped, scrubbed.dropped);
	atomic_store(&output->rewrote.left_out,
		     dtap_rewrite_left_out(output->rewrite));
}

/* Sets the view of the block, or of its next rewritten piece. */
static void
view_block(struct dtap_stream_output *output,
	   struct dtap_rewrite_scratch *scratch)
{
	bool chunked = output->framing == DTAP_FRAMING_CHUNKS;
	struct dtap_rewrite_piece piece;
	struct dtap_amount loss;
	struct dtap_view view;

	if (output->rewrite == NULL) {
		view = dtap_block_view(output->block, output->form, chunked);
	} else {
		piece = dtap_rewrite_next(output->rewrite, scratch, &loss);
		view = dtap_rewritten_view(&output->rewritten, &piece, chunked);
		atomic_fetch_add(&output->unsent.containers, loss.containers);
		note_rewrite(output);
	}
	dtap_send_set_view(&output->send, output->framing, &view);
}

/* Puts the next control frame of a WebSocket; after a close frame it ends. */
static bool
put_control(struct dtap_stream_output *output)
{
	uint8_t frame[DTAP_WS_FRAME_MAX];
	size_t size;

	if (output->websocket == NULL)
		return false;
	size = dtap_websocket_take(output->websocket, frame, dtap_clock_now());
	dtap_send_put(&output->send, DTAP_FRAMING_NONE, frame, size);
	if (dtap_websocket_is_closed(output->websocket)) {
		output->ending = true;
		dtap_stream_output_leave(output);
	}
	return size > 0;
}

static void
put_end(struct dtap_stream_output *output)
{
	output->ending = true;
	atomic_fetch_add(&output->unsent.bytes,
			 dtap_rewrite_lost(output->rewrite));
	if (output->framing == DTAP_FRAMING_CHUNKS)
		dtap_send_put(&output->send, DTAP_FRAMING_NONE, "0\r\n\r\n", 5);
	dtap_websocket_end(output->websocket,
			   output->tap != NULL &&
				   dtap_tap_is_complete(output->tap),
			   dtap_clock_now());
	put_control(output);
}

/* Takes the next block of the ring, after what was lost before it. */
static enum dtap_next
next_block(struct dtap_stream_output *output)
{
	struct dtap_amount loss;
	enum dtap_next next;

	dtap_block_unref(output->block);
	next = dtap_ring_next(output->ring, &output->cursor, &output->block,
			      &loss);
	if (next != DTAP_NEXT_BLOCK)
		return next;
	note_loss(output, &loss);
	dtap_rewrite_begin(output->rewrite, output->block);
	return next;
}

/* Gets the next bytes ready; false when there are none now. */
static bool
fill(struct dtap_stream_output *output, struct dtap_rewrite_scratch *scratch)
{
	if (put_control(output))
		return true;
	do {
		switch (!dtap_rewrite_is_done(output->rewrite)
				? DTAP_NEXT_BLOCK
				: next_block(output)) {
		case DTAP_NEXT_NONE:
			dtap_lag_caught_up(&output->lag);
			return false;
		case DTAP_NEXT_END:
			put_end(output);
			return true;
		case DTAP_NEXT_BLOCK:
			view_block(output, scratch);
		}
	} while (dtap_send_left(&output->send) == 0);
	return true;
}

/*
 * All is sent.  If we closed a WebSocket with unread bytes of the client, TCP
 * would send RST and the client could lose the close frame.  So the client has
 * to close first.
 */
static enum dtap_pumped
finish(struct dtap_stream_output *output)
{
	if (output->websocket == NULL || output->peer_closed)
		return DTAP_PUMPED_DONE;
	if (!output->shut)
		shutdown(output->fd, SHUT_WR);
	output->shut = true;
	return DTAP_PUMPED_ALL;
}

static enum dtap_pumped
note_full(struct dtap_stream_output *output)
{
	dtap_websocket_blocked(output->websocket, dtap_clock_now());
	return DTAP_PUMPED_BLOCKED;
}

/* The next block is taken at the next turn; until then the stream has none. */
static enum dtap_pumped
finish_block(struct dtap_stream_output *output)
{
	dtap_send_clear(&output->send);
	dtap_rewritten_release(&output->rewritten);
	if (!output->ending && !dtap_rewrite_is_done(output->rewrite))
		return DTAP_PUMPED_SOME;
	dtap_block_unref(output->block);
	output->block = NULL;
	if (output->ending || dtap_websocket_has_frame(output->websocket) ||
	    dtap_ring_has_next(output->ring, &output->cursor))
		return DTAP_PUMPED_SOME;
	dtap_lag_caught_up(&output->lag);
	return DTAP_PUMPED_ALL;
}

/* Several blocks, if the stream is behind and sends blocks unchanged. */
static ssize_t
send_bytes(struct dtap_stream_output *output, bool *full)
{
	const struct dtap_send_blocks blocks = {
		.ring = output->ring,
		.cursor = &output->cursor,
		.form = output->form,
		.chunked = output->framing == DTAP_FRAMING_CHUNKS,
	};

	if (output->ending || output->rewrite != NULL ||
	    output->framing == DTAP_FRAMING_MESSAGES ||
	    !dtap_ring_has_next(output->ring, &output->cursor))
		return dtap_send_current(&output->send, output->fd, full);
	return dtap_send_many(&blocks, &output->send, &output->block,
			      output->fd, full);
}

static enum dtap_pumped
send_some(struct dtap_stream_output *output)
{
	bool full;
	ssize_t size = send_bytes(output, &full);

	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? note_full(output)
							 : DTAP_PUMPED_DONE;
	dtap_websocket_moved(output->websocket);
	atomic_fetch_add(&output->bytes, (uint64_t)size);
	if (full) {
		dtap_ring_moved(output->ring, &output->cursor);
		return note_full(output);
	}
	return dtap_send_left(&output->send) > 0 ? DTAP_PUMPED_SOME
						 : finish_block(output);
}

/* DTAP_PUMPED_SOME: there are bytes to send. */
static enum dtap_pumped
prepare(struct dtap_stream_output *output, struct dtap_rewrite_scratch *scratch)
{
	if (dtap_send_left(&output->send) > 0)
		return DTAP_PUMPED_SOME;
	if (!output->ending && !fill(output, scratch))
		return DTAP_PUMPED_ALL;
	return dtap_send_left(&output->send) > 0 ? DTAP_PUMPED_SOME
						 : finish(output);
}

enum dtap_pumped
dtap_stream_output_pump(struct dtap_stream_output *output,
			struct dtap_rewrite_scratch *scratch)
{
	enum dtap_pumped pumped = prepare(output, scratch);

	if (pumped == DTAP_PUMPED_SOME)
		pumped = send_some(output);
	return dtap_rewritten_keep(&output->rewritten, &output->send)
		       ? pumped
		       : DTAP_PUMPED_DONE;
}

/* What it missed until now is a lag that it cannot notice any more. */
void
dtap_stream_output_leave(struct dtap_stream_output *output)
{
	struct dtap_amount missed =
		dtap_ring_unsubscribe(output->ring, &output->cursor);

	if (missed.containers > 0)
		dtap_lag_note(&output->lag);
}

static void
count_unsent(struct dtap_stream_output *output, const struct dtap_block *block)
{
	atomic_fetch_add(&output->unsent.containers,
			 dtap_block_containers(block));
	atomic_fetch_add(&output->unsent.bytes, dtap_block_bytes(block));
}

void
dtap_stream_output_cut(struct dtap_stream_output *output)
{
	struct dtap_amount missed;
	struct dtap_block *block;

	if (output->block != NULL && (dtap_send_left(&output->send) > 0 ||
				      !dtap_rewrite_is_done(output->rewrite)))
		count_unsent(output, output->block);
	while (dtap_ring_next(output->ring, &output->cursor, &block, &missed) ==
	       DTAP_NEXT_BLOCK) {
		count_unsent(output, block);
		dtap_block_unref(block);
	}
	dtap_stream_output_leave(output);
}

struct dtap_amount
dtap_stream_output_lost(const struct dtap_stream_output *output)
{
	struct dtap_amount lost = dtap_ring_lost(output->ring, &output->cursor);

	lost.containers += atomic_load(&output->unsent.containers);
	lost.bytes += atomic_load(&output->unsent.bytes);
	return lost;
}

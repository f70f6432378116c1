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
#include "streams/stream_private.h"

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

/* What it missed until now is a lag that it cannot notice any more. */
void
dtap_stream_leave(struct dtap_stream *stream)
{
	struct dtap_amount missed =
		dtap_ring_unsubscribe(stream->ring, &stream->cursor);

	if (missed.containers > 0)
		dtap_lag_note(&stream->lag);
}

void
dtap_stream_cut(struct dtap_stream *stream)
{
	struct dtap_amount missed;
	struct dtap_block *block;

	while (dtap_ring_next(stream->ring, &stream->cursor, &block, &missed) ==
	       DTAP_NEXT_BLOCK) {
		atomic_fetch_add(&stream->unsent.containers,
				 dtap_block_containers(block));
		atomic_fetch_add(&stream->unsent.bytes,
				 dtap_block_bytes(block));
		dtap_block_unref(block);
	}
	dtap_stream_leave(stream);
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
	struct dtap_amount lost = dtap_ring_lost(stream->ring, &stream->cursor);

	*status = (struct dtap_stream_status){
		.path = stream->path,
		.peer = stream->peer,
		.bytes = atomic_load(&stream->bytes),
		.lags = atomic_load(&stream->lag.lags),
		.lost = {lost.containers +
				 atomic_load(&stream->unsent.containers),
			 lost.bytes + atomic_load(&stream->unsent.bytes)},
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

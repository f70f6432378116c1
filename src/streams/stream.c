/* SPDX-License-Identifier: MIT */
#include "streams/stream.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "streams/peer.h"

struct dtap_stream {
	struct dtap_stream_link link;
	char path[DTAP_STREAM_PATH];
	char peer[DTAP_PEER_NAME];
	struct dtap_peer_input input;
	bool outlives_half_close;
	uint64_t sent_before; /* bytes, when the peer closed its sending side */
	const struct dtap_stream_feed *feed; /* NULL: it reads a tap */
	struct dtap_stream_output output;
};

static uint32_t
most_snaplen(const struct dtap_stream_options *options)
{
	return options->tap != NULL ? dtap_tap_options(options->tap)->snaplen
				    : DTAP_SNAPLEN_MAX;
}

/* A stream that wants other records than its tap has gets a rewrite. */
static bool
make_parts(struct dtap_stream *stream,
	   const struct dtap_stream_options *options)
{
	uint32_t most = most_snaplen(options);
	struct dtap_rewrite_options rewrite = {
		.filter = options->filter,
		.snaplen = options->snaplen > 0 ? options->snaplen : most,
		.split = options->split,
		.scrub = options->scrub,
		.linktype = options->linktype,
	};
	bool rewrites = rewrite.filter != NULL || rewrite.split ||
			rewrite.scrub != 0 || rewrite.linktype != 0 ||
			rewrite.snaplen != most;
	bool is_websocket = options->framing == DTAP_FRAMING_MESSAGES;

	stream->output.snaplen = rewrite.snaplen;
	stream->output.linktype = rewrite.linktype;
	if (rewrites)
		stream->output.rewrite = dtap_rewrite_new(&rewrite);
	if (is_websocket)
		stream->output.websocket = dtap_websocket_new(
			&options->websocket, dtap_clock_now());
	return (stream->output.rewrite != NULL || !rewrites) &&
	       (stream->output.websocket != NULL || !is_websocket);
}

static void
end_feed(const struct dtap_stream_feed *feed)
{
	if (feed != NULL)
		feed->ended(feed->arg);
}

struct dtap_stream *
dtap_stream_new(const struct dtap_stream_options *options)
{
	struct dtap_stream *stream = calloc(1, sizeof *stream);

	if (stream == NULL || !make_parts(stream, options)) {
		if (stream != NULL) {
			dtap_rewrite_free(stream->output.rewrite);
			dtap_websocket_free(stream->output.websocket);
		}
		free(stream);
		close(options->fd);
		end_feed(options->feed);
		errno = ENOMEM;
		return NULL;
	}
	stream->output.fd = options->fd;
	stream->output.tap = options->tap;
	stream->output.ring = options->tap != NULL ? dtap_tap_ring(options->tap)
						   : options->feed->ring;
	stream->output.bare = options->feed != NULL && options->feed->bare;
	stream->feed = options->feed;
	stream->output.form = options->form;
	stream->output.framing = options->framing;
	stream->outlives_half_close = options->outlives_half_close;
	snprintf(stream->path, sizeof stream->path, "%s", options->path);
	dtap_peer_name(stream->output.fd, stream->peer);
	dtap_peer_tune(stream->output.fd);
	if (stream->output.form == DTAP_FORM_PCAP && !stream->output.bare)
		dtap_send_put_header(
			&stream->output.send, stream->output.framing,
			stream->output.snaplen, stream->output.linktype);
	if (options->oldest)
		dtap_ring_subscribe_oldest(stream->output.ring,
					   &stream->output.cursor);
	else
		dtap_ring_subscribe(stream->output.ring,
				    &stream->output.cursor);
	return stream;
}

void
dtap_stream_leave(struct dtap_stream *stream)
{
	dtap_stream_output_leave(&stream->output);
}

void
dtap_stream_cut(struct dtap_stream *stream)
{
	dtap_stream_output_cut(&stream->output);
}

enum dtap_pumped
dtap_stream_pump(struct dtap_stream *stream,
		 struct dtap_rewrite_scratch *scratch)
{
	return dtap_stream_output_pump(&stream->output, scratch);
}

void
dtap_stream_free(struct dtap_stream *stream)
{
	const struct dtap_stream_feed *feed = stream->feed;

	dtap_ring_unsubscribe(stream->output.ring, &stream->output.cursor);
	dtap_block_unref(stream->output.block);
	dtap_rewrite_free(stream->output.rewrite);
	dtap_rewritten_release(&stream->output.rewritten);
	dtap_websocket_free(stream->output.websocket);
	close(stream->output.fd);
	free(stream);
	end_feed(feed);
}

/* Whether a stream continues whose peer has closed its sending side. */
static bool
outlives_close(const struct dtap_stream *stream)
{
	/* A client that closed a WebSocket still gets our close frame. */
	return stream->outlives_half_close ||
	       (!stream->output.shut &&
		dtap_websocket_is_closing(stream->output.websocket));
}

bool
dtap_stream_receive(struct dtap_stream *stream, bool *more)
{
	enum dtap_peer_read_result read;

	*more = false;
	if (stream->input.closed)
		return outlives_close(stream);
	read = dtap_peer_read(&stream->input, stream->output.fd,
			      stream->output.websocket);
	*more = read == DTAP_PEER_READ_MORE;
	if (read != DTAP_PEER_READ_CLOSED)
		return read != DTAP_PEER_READ_END;
	stream->output.peer_closed = true;
	stream->sent_before = atomic_load(&stream->output.bytes);
	return outlives_close(stream);
}

bool
dtap_stream_is_half_closed(const struct dtap_stream *stream)
{
	return stream->outlives_half_close && stream->input.closed &&
	       atomic_load(&stream->output.bytes) == stream->sent_before;
}

bool
dtap_stream_tick(struct dtap_stream *stream, int64_t now)
{
	bool was_closing = dtap_websocket_is_closing(stream->output.websocket);

	if (!dtap_websocket_tick(stream->output.websocket, now))
		return false;
	if (!was_closing &&
	    dtap_websocket_is_closing(stream->output.websocket)) {
		/* The rest of a message, and the close frame. */
		dtap_peer_widen(stream->output.fd,
				dtap_send_left(&stream->output.send) +
					DTAP_WS_FRAME_MAX);
		stream->link.blocked = false;
	}
	return true;
}

int64_t
dtap_stream_due(const struct dtap_stream *stream)
{
	return dtap_websocket_due(stream->output.websocket);
}

void
dtap_stream_check_lag(struct dtap_stream *stream)
{
	struct dtap_amount missed =
		dtap_ring_missed(stream->output.ring, &stream->output.cursor);

	dtap_lag_check(&stream->output.lag, &missed);
}

bool
dtap_stream_began_to_lag(struct dtap_stream *stream)
{
	return dtap_lag_began(&stream->output.lag);
}

void
dtap_stream_status(const struct dtap_stream *stream,
		   struct dtap_stream_status *status)
{
	*status = (struct dtap_stream_status){
		.path = stream->path,
		.peer = stream->peer,
		.bytes = atomic_load(&stream->output.bytes),
		.lags = atomic_load(&stream->output.lag.lags),
		.lost = dtap_stream_output_lost(&stream->output),
		.scrubbed = {.dropped = stream->output.rewrote.dropped,
			     .changed = stream->output.rewrote.changed},
		.left_out = stream->output.rewrote.left_out,
	};
}

int
dtap_stream_fd(const struct dtap_stream *stream)
{
	return stream->output.fd;
}

struct dtap_stream_link *
dtap_stream_link(struct dtap_stream *stream)
{
	return &stream->link;
}

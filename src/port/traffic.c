/* SPDX-License-Identifier: MIT */
/* The tap's ring: each frame is decoded once, for all clients. */
#include <inttypes.h>
#include <stdlib.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#include "port/port_private.h"
#include "format/container_reader.h"

#define BLOCKS 16 /* of a turn */

void
dtap_traffic_subscribe(struct dtap_port *port)
{
	if (port->subscribed || port->ended)
		return;
	atomic_store(&port->listening, true);
	dtap_ring_subscribe_for(port->ring, &port->subscriber, 0);
	dtap_frames_forget(port->frames);
	port->subscribed = true;
	port->weight = 0;
}

static void
unsubscribe(struct dtap_port *port)
{
	if (!port->subscribed)
		return;
	dtap_ring_unsubscribe(port->ring, &port->subscriber);
	atomic_store(&port->listening, false);
	port->subscribed = false;
}

/* The clients that have set their masks count as subscribers, and no other. */
static void
weigh(struct dtap_port *port)
{
	unsigned weight = 0;

	for (const struct dtap_port_client *client = port->clients;
	     client != NULL; client = client->next)
		weight += client->counted;
	if (weight != port->weight)
		dtap_ring_weigh(port->ring, &port->subscriber, weight);
	port->weight = weight;
}

static bool
has_clients(const struct dtap_port *port)
{
	for (const struct dtap_port_client *client = port->clients;
	     client != NULL; client = client->next)
		if (client->slot >= 0)
			return true;
	return false;
}

/* A subscription costs work for each block: there is one only if needed. */
void
dtap_traffic_tick(struct dtap_port *port)
{
	if (has_clients(port))
		dtap_traffic_subscribe(port);
	else if (port->virtual_modem != NULL ||
		 !dtap_arbiter_waits(port->arbiter))
		unsubscribe(port);
	if (port->subscribed)
		weigh(port);
}

static void
give(struct dtap_port *port, const struct dtap_frame *frame,
     const uint8_t *packet, size_t size, int64_t now)
{
	for (struct dtap_port_client *client = port->clients; client != NULL;
	     client = client->next)
		if (client->slot >= 0 && !client->doomed &&
		    dtap_arbiter_wants(port->arbiter, (unsigned)client->slot,
				       packet, size, now))
			dtap_output_frame(
				&client->output, frame->data, frame->size + 1,
				dtap_client_may_grow(port, client, now));
}

/* Into port->packet.  False: the CRC is wrong, or there is no memory. */
static bool
decode(struct dtap_port *port, const uint8_t *frame, size_t size,
       size_t *length)
{
	if (size > port->packet_room) {
		uint8_t *packet = realloc(port->packet, 2 * size);

		if (packet == NULL)
			return false;
		port->packet = packet;
		port->packet_room = 2 * size;
	}
	return dtap_hdlc_decode(port->packet, length, frame, size) &&
	       *length > 0;
}

/* Not all drivers mark the replies of a second modem. */
static bool
is_reply(struct dtap_port *port, size_t length, bool remote, int64_t now)
{
	if (port->virtual_modem != NULL || !dtap_arbiter_waits(port->arbiter) ||
	    !dtap_command_can_reply(port->packet, length))
		return false;
	return dtap_arbiter_packet(port->arbiter, port->packet, length, remote,
				   now) ||
	       (!remote && dtap_tap_source(port->options.tap)->remote &&
		dtap_arbiter_packet(port->arbiter, port->packet, length, true,
				    now));
}

/*
 * Processors of a modem share a token, and the driver may give the reply of one
 * in the midst of a frame of another.  The two together have a wrong CRC: so
 * the end is looked at alone.
 */
static void
take_end(struct dtap_port *port, const struct dtap_frame *frame,
	 struct dtap_frame_pieces pieces, int64_t now)
{
	struct dtap_frame_piece piece;
	size_t length;

	while (dtap_frame_pieces_next(&pieces, &piece))
		if (piece.message == frame->message) {
			if (piece.ends && piece.size < frame->size &&
			    decode(port, piece.data, piece.size, &length))
				is_reply(port, length, piece.token <= 0, now);
			return;
		}
}

/* A frame with a wrong CRC is nobody's. */
static void
take_frame(struct dtap_port *port, const struct dtap_frame *frame,
	   struct dtap_frame_pieces pieces, int64_t now)
{
	size_t length;

	if (!decode(port, frame->data, frame->size, &length))
		take_end(port, frame, pieces, now);
	else if (!is_reply(port, length, frame->token <= 0, now))
		give(port, frame, port->packet, length, now);
}

/* The container in one piece.  NULL: there is no memory for it. */
static const uint8_t *
whole(struct dtap_port *port, struct dtap_container_reader *reader,
      size_t *size)
{
	const uint8_t *data =
		dtap_container_reader_peek(reader, SIZE_MAX, size);

	if (*size == reader->left)
		return data;
	*size = reader->left;
	if (*size > port->joined_room) {
		free(port->joined);
		port->joined = malloc(*size);
		port->joined_room = port->joined != NULL ? *size : 0;
	}
	if (port->joined == NULL)
		return NULL;
	dtap_container_reader_take(reader, port->joined, *size);
	return port->joined;
}

static void
take_container(struct dtap_port *port, struct dtap_container_reader *reader,
	       int64_t now)
{
	struct dtap_frame frame;
	size_t size;
	const uint8_t *data = whole(port, reader, &size);

	if (data == NULL) {
		dtap_frames_forget(port->frames);
		return;
	}
	dtap_frames_begin(port->frames, data, size);
	while (dtap_frames_next(port->frames, &frame) > 0)
		take_frame(port, &frame, dtap_frame_pieces_of(data, size), now);
}

static void
take_block(struct dtap_port *port, const struct dtap_block *block, int64_t now)
{
	struct dtap_view view = dtap_block_view(block, DTAP_FORM_PCAP, false);
	const uint8_t *record, *end;

	if (view.count == 0)
		return;
	record = view.iov[0].iov_base;
	end = record + view.bytes;
	while (record < end) {
		struct dtap_container_reader reader;
		uint16_t path = dtap_get16(record + DTAP_PCAP_RECORD_HEADER);

		record = dtap_container_reader_open(&reader, record);
		if (path == DTAP_PATH_CONTAINER || path == DTAP_PATH_PART)
			take_container(port, &reader, now);
		else if (path == DTAP_PATH_LOSS)
			dtap_frames_forget(port->frames);
	}
}

static void
note_lag(struct dtap_port *port, const struct dtap_amount *loss)
{
	dtap_frames_forget(port->frames);
	port->past.lags++;
	port->past.lost.containers += loss->containers;
	port->past.lost.bytes += loss->bytes;
	dtap_log(port->options.log, DTAP_WARNING,
		 "port: it lags: %" PRIu64 " containers (%" PRIu64
		 " bytes) were lost to all clients",
		 loss->containers, loss->bytes);
}

/* False: the ring has nothing more, or a replay waits for a client. */
bool
dtap_traffic_read(struct dtap_port *port, int64_t now)
{
	bool more = port->subscribed;

	for (unsigned i = 0; more && i < BLOCKS; i++) {
		struct dtap_block *block;
		struct dtap_amount loss;
		enum dtap_next next;

		if (!dtap_clients_have_room(port, now)) {
			dtap_ring_moved(port->ring, &port->subscriber);
			return false;
		}
		next = dtap_ring_next(port->ring, &port->subscriber, &block,
				      &loss);
		more = next == DTAP_NEXT_BLOCK;
		if (next == DTAP_NEXT_END) {
			unsubscribe(port);
			port->ended = true;
		}
		if (!more)
			break;
		if (loss.containers > 0)
			note_lag(port, &loss);
		take_block(port, block, now);
		dtap_block_unref(block);
	}
	return more;
}

void
dtap_traffic_free(struct dtap_port *port)
{
	unsubscribe(port);
	dtap_frames_free(port->frames);
	free(port->joined);
	free(port->packet);
}

/* SPDX-License-Identifier: MIT */
#include "outlets/stream.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/tcp.h"
#include "outlets/sieve.h"

/*
 * Bounds what a stalled subscriber costs the kernel, and how stale its first
 * octets are when it wakes.  The kernel doubles it.
 */
#define SEND_BUFFER (128 * 1024)

/* Anything within is ignored, anything beyond is no client of ours. */
#define DEAF_LIMIT (1024 * 1024)

#define OWN_ROOM 64 /* the longest of the octets that are not a block's */

struct dtap_stream {
	struct dtap_stream_link link;
	int fd;
	struct dtap_ring *ring;
	uint32_t snaplen;
	enum dtap_form form;
	bool chunked;
	char path[DTAP_STREAM_PATH];
	char peer[80];
	size_t heard; /* octets that the peer sent and we threw away */

	struct dtap_subscriber cursor;
	uint8_t own[OWN_ROOM]; /* sent before the block */
	size_t own_size;
	struct dtap_block *block; /* being sent, or NULL */
	struct dtap_sieve *sieve; /* NULL: blocks are sent as they are */
	struct dtap_view view;
	size_t sent; /* octets of own and view */
	bool ending; /* `own` is the last there is */

	bool lagging, lag_is_new;
	/* Written by the fan-out thread, read by others. */
	_Atomic uint64_t bytes, lags, lost_containers, lost_bytes;
};

static void
name_peer(struct dtap_stream *stream)
{
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof address;
	char host[NI_MAXHOST], port[NI_MAXSERV];
	bool v6;

	strcpy(stream->peer, "local");
	if (getpeername(stream->fd, (struct sockaddr *)&address, &size) < 0 ||
	    getnameinfo((struct sockaddr *)&address, size, host, sizeof host,
			port, sizeof port,
			NI_NUMERICHOST | NI_NUMERICSERV) != 0 ||
	    address.ss_family == AF_UNIX)
		return;
	v6 = address.ss_family == AF_INET6;
	snprintf(stream->peer, sizeof stream->peer, "%s%.60s%s:%.5s",
		 v6 ? "[" : "", host, v6 ? "]" : "", port);
}

/*
 * What fails here costs speed or memory, never octets.  Keep-alive ends a peer
 * that vanished from a quiet stream, within a minute; peer.h has the rest, and
 * why TCP_USER_TIMEOUT is not here.
 */
static void
tune_socket(int fd)
{
	const int room = SEND_BUFFER, on = 1;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	dtap_tcp_keep_alive(fd);
}

/* Queues octets of our own, framed as the stream is. */
static void
put_own(struct dtap_stream *stream, const uint8_t *data, size_t size)
{
	uint8_t *at = stream->own;

	if (stream->chunked)
		at += sprintf((char *)at, "%zx\r\n", size);
	memcpy(at, data, size);
	at += size;
	if (stream->chunked)
		at = (uint8_t *)memcpy(at, "\r\n", 2) + 2;
	stream->own_size = (size_t)(at - stream->own);
}

/* A stream that wants less than its tap gives has a sieve of its own. */
static bool
make_sieve(struct dtap_stream *stream,
	   const struct dtap_stream_options *options)
{
	uint32_t most = dtap_tap_snaplen(options->tap);

	stream->snaplen = options->snaplen > 0 ? options->snaplen : most;
	if (options->filter == NULL && stream->snaplen == most)
		return true;
	stream->sieve = dtap_sieve_new(options->filter, stream->snaplen);
	return stream->sieve != NULL;
}

static void
subscribe(struct dtap_stream *stream, bool oldest)
{
	if (oldest)
		dtap_ring_subscribe_oldest(stream->ring, &stream->cursor);
	else
		dtap_ring_subscribe(stream->ring, &stream->cursor);
}

struct dtap_stream *
dtap_stream_new(const struct dtap_stream_options *options)
{
	struct dtap_stream *stream = calloc(1, sizeof *stream);
	uint8_t header[DTAP_PCAP_FILE_HEADER];

	if (stream == NULL || !make_sieve(stream, options)) {
		free(stream);
		close(options->fd);
		errno = ENOMEM;
		return NULL;
	}
	stream->fd = options->fd;
	stream->ring = dtap_tap_ring(options->tap);
	stream->form = options->form;
	stream->chunked = options->chunked;
	snprintf(stream->path, sizeof stream->path, "%s", options->path);
	name_peer(stream);
	tune_socket(stream->fd);
	if (stream->form == DTAP_FORM_PCAP) {
		dtap_pcap_file_header(header, stream->snaplen);
		put_own(stream, header, sizeof header);
	}
	subscribe(stream, options->oldest);
	return stream;
}

void
dtap_stream_free(struct dtap_stream *stream)
{
	dtap_ring_unsubscribe(stream->ring, &stream->cursor);
	dtap_block_unref(stream->block);
	dtap_sieve_free(stream->sieve);
	close(stream->fd);
	free(stream);
}

static void
note_loss(struct dtap_stream *stream, const struct dtap_amount *loss)
{
	struct dtap_view records;
	uint8_t record[DTAP_LOSS_RECORD];

	if (loss->containers == 0)
		return;
	if (stream->sieve != NULL)
		dtap_sieve_lost(stream->sieve);
	stream->lag_is_new = !stream->lagging;
	stream->lagging = true;
	atomic_fetch_add(&stream->lags, 1);
	atomic_fetch_add(&stream->lost_containers, loss->containers);
	atomic_fetch_add(&stream->lost_bytes, loss->bytes);
	if (stream->form != DTAP_FORM_PCAP)
		return;
	records = dtap_block_view(stream->block, DTAP_FORM_PCAP, false);
	dtap_pcap_write_loss(record, loss, records.iov[0].iov_base);
	put_own(stream, record, sizeof record);
}

/* The block as this stream has it; without memory for that, it is lost. */
static void
view_block(struct dtap_stream *stream)
{
	if (stream->sieve == NULL) {
		stream->view = dtap_block_view(stream->block, stream->form,
					       stream->chunked);
		return;
	}
	stream->view = (struct dtap_view){0};
	if (dtap_sieve_block(stream->sieve, stream->block, stream->chunked,
			     &stream->view) == 0)
		return;
	dtap_sieve_lost(stream->sieve);
	atomic_fetch_add(&stream->lost_containers,
			 dtap_block_containers(stream->block));
	atomic_fetch_add(&stream->lost_bytes, dtap_block_bytes(stream->block));
}

static void
put_end(struct dtap_stream *stream)
{
	stream->ending = true;
	if (stream->chunked) {
		memcpy(stream->own, "0\r\n\r\n", 5);
		stream->own_size = 5;
	}
}

static size_t
left(const struct dtap_stream *stream)
{
	return stream->own_size + stream->view.bytes - stream->sent;
}

/* Has the next octets ready; false when there are none now. */
static bool
fill(struct dtap_stream *stream)
{
	struct dtap_amount loss;

	stream->own_size = 0;
	stream->sent = 0;
	do {
		dtap_block_unref(stream->block);
		switch (dtap_ring_next(stream->ring, &stream->cursor,
				       &stream->block, &loss)) {
		case DTAP_NEXT_NONE:
			stream->view = (struct dtap_view){0};
			stream->lagging = false;
			return false;
		case DTAP_NEXT_END:
			stream->view = (struct dtap_view){0};
			put_end(stream);
			return true;
		case DTAP_NEXT_BLOCK:
			note_loss(stream, &loss);
			view_block(stream);
		}
	} while (left(stream) == 0);
	return true;
}

/* Lists what is left to send, in at most `room` pieces; returns their number.
 */
static size_t
list_left(const struct dtap_stream *stream, struct iovec *out, size_t room)
{
	struct iovec own = {(void *)stream->own, stream->own_size};
	size_t skip = stream->sent, count = 0;

	for (size_t i = 0; i <= stream->view.count && count < room; i++) {
		struct iovec piece = i == 0 ? own : stream->view.iov[i - 1];

		if (skip >= piece.iov_len) {
			skip -= piece.iov_len;
			continue;
		}
		out[count++] = (struct iovec){(char *)piece.iov_base + skip,
					      piece.iov_len - skip};
		skip = 0;
	}
	return count;
}

/* sendmsg(2), straight from the block where nothing else is to be said. */
static ssize_t
send_left(const struct dtap_stream *stream)
{
	struct iovec pieces[IOV_MAX];
	struct msghdr message = {0};

	if (stream->sent == 0 && stream->own_size == 0 &&
	    stream->view.count <= IOV_MAX) {
		message.msg_iov = (struct iovec *)stream->view.iov;
		message.msg_iovlen = stream->view.count;
	} else {
		message.msg_iov = pieces;
		message.msg_iovlen = list_left(stream, pieces, IOV_MAX);
	}
	return sendmsg(stream->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

enum dtap_pumped
dtap_stream_pump(struct dtap_stream *stream)
{
	ssize_t size;

	if (left(stream) == 0) {
		if (stream->ending)
			return DTAP_PUMPED_DONE;
		if (!fill(stream))
			return DTAP_PUMPED_ALL;
		if (left(stream) == 0)
			return DTAP_PUMPED_DONE;
	}
	size = send_left(stream);
	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? DTAP_PUMPED_BLOCKED
							 : DTAP_PUMPED_DONE;
	stream->sent += (size_t)size;
	atomic_fetch_add(&stream->bytes, (uint64_t)size);
	/* A list longer than one call takes goes on; so does a short send,
	 * which finds the socket full. */
	return DTAP_PUMPED_SOME;
}

bool
dtap_stream_deaf(struct dtap_stream *stream)
{
	char scratch[4096];

	while (stream->heard <= DEAF_LIMIT) {
		ssize_t size =
			recv(stream->fd, scratch, sizeof scratch, MSG_DONTWAIT);

		if (size == 0)
			return false;
		if (size < 0)
			return errno == EAGAIN || errno == EINTR;
		stream->heard += (size_t)size;
	}
	return false;
}

void
dtap_stream_look(struct dtap_stream *stream)
{
	if (stream->lagging ||
	    dtap_ring_missed(stream->ring, &stream->cursor).containers == 0)
		return;
	stream->lagging = true;
	stream->lag_is_new = true;
}

bool
dtap_stream_began_to_lag(struct dtap_stream *stream)
{
	bool is_new = stream->lag_is_new;

	stream->lag_is_new = false;
	return is_new;
}

void
dtap_stream_status(const struct dtap_stream *stream,
		   struct dtap_stream_status *status)
{
	struct dtap_amount missed =
		dtap_ring_missed(stream->ring, &stream->cursor);

	*status = (struct dtap_stream_status){
		.path = stream->path,
		.peer = stream->peer,
		.bytes = atomic_load(&stream->bytes),
		.lags = atomic_load(&stream->lags),
		.lost = {atomic_load(&stream->lost_containers) +
				 missed.containers,
			 atomic_load(&stream->lost_bytes) + missed.bytes},
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

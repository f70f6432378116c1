/* SPDX-License-Identifier: MIT */
#include "streams/send.h"

#include <assert.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include "rewrite/exported_pdu.h"

void
dtap_send_clear(struct dtap_send *send)
{
	send->head_size = 0;
	send->view = (struct dtap_view){0};
	send->sent = 0;
}

void
dtap_send_put(struct dtap_send *send, enum dtap_framing framing,
	      const void *data, size_t size)
{
	uint8_t head[DTAP_FRAMING_HEAD], *at;
	size_t head_size = dtap_framing_head(framing, head, size);

	assert(head_size + size + DTAP_FRAMING_TAIL <=
	       DTAP_SEND_HEAD - send->head_size);
	at = send->head + send->head_size;
	memcpy(at, head, head_size);
	at += head_size;
	memcpy(at, data, size);
	at += size;
	at += dtap_framing_tail(framing, at);
	send->head_size = (size_t)(at - send->head);
}

void
dtap_send_put_header(struct dtap_send *send, enum dtap_framing framing,
		     uint32_t snaplen, uint16_t linktype)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];

	dtap_linktype_file_header(header, snaplen, linktype);
	dtap_send_put(send, framing, header, sizeof header);
}

void
dtap_send_put_loss(struct dtap_send *send, enum dtap_framing framing,
		   const struct dtap_amount *loss,
		   const uint8_t next[DTAP_PCAP_RECORD_HEADER])
{
	uint8_t record[DTAP_LOSS_RECORD];

	dtap_pcap_write_loss(record, loss, next);
	dtap_send_put(send, framing, record, sizeof record);
}

void
dtap_send_set_view(struct dtap_send *send, enum dtap_framing framing,
		   const struct dtap_view *view)
{
	send->view = *view;
	if (framing != DTAP_FRAMING_MESSAGES || view->bytes == 0)
		return;
	assert(send->head_size + DTAP_FRAMING_HEAD <= DTAP_SEND_HEAD);
	send->head_size += dtap_framing_head(
		framing, send->head + send->head_size, view->bytes);
}

void
dtap_send_replace_view(struct dtap_send *send, const struct dtap_view *view)
{
	if (send->sent >= send->head_size)
		send->sent = send->head_size = 0;
	send->view = *view;
}

size_t
dtap_send_left(const struct dtap_send *send)
{
	return send->head_size + send->view.bytes - send->sent;
}

/* Lists what is left in at most `room` pieces; returns their bytes. */
static size_t
list_left(const struct dtap_send *send, struct iovec *out, size_t room,
	  size_t *count)
{
	struct iovec head = {(void *)send->head, send->head_size};
	size_t skip = send->sent, listed = 0;

	*count = 0;
	for (size_t i = 0; i <= send->view.count && *count < room; i++) {
		struct iovec piece = i == 0 ? head : send->view.iov[i - 1];

		if (skip >= piece.iov_len) {
			skip -= piece.iov_len;
			continue;
		}
		out[*count] = (struct iovec){(char *)piece.iov_base + skip,
					     piece.iov_len - skip};
		listed += out[(*count)++].iov_len;
		skip = 0;
	}
	return listed;
}

/* Lists the pieces of views that follow; returns their bytes. */
static size_t
list_views(const struct dtap_view *views, size_t view_count, struct iovec *out,
	   size_t *count)
{
	size_t listed = 0;

	for (size_t i = 0; i < view_count; i++) {
		memcpy(out + *count, views[i].iov,
		       views[i].count * sizeof *out);
		*count += views[i].count;
		listed += views[i].bytes;
	}
	return listed;
}

/*
 * Sends what is left, and more views behind it; returns the bytes sent of all.
 * The caller counts what was sent of `more`.  Without a head the list of the
 * block is used as it is.
 */
static ssize_t
send_with(struct dtap_send *send, const struct dtap_view *more,
	  size_t more_count, int fd, bool *full)
{
	struct iovec pieces[IOV_MAX];
	struct msghdr message = {0};
	size_t left = dtap_send_left(send);
	size_t listed = send->view.bytes;
	ssize_t size;

	if (send->sent == 0 && send->head_size == 0 && more_count == 0 &&
	    send->view.count <= IOV_MAX) {
		message.msg_iov = (struct iovec *)send->view.iov;
		message.msg_iovlen = send->view.count;
	} else {
		message.msg_iov = pieces;
		listed = list_left(send, pieces, IOV_MAX, &message.msg_iovlen);
		listed += list_views(more, more_count, pieces,
				     &message.msg_iovlen);
	}
	size = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (size > 0)
		send->sent += (size_t)size < left ? (size_t)size : left;
	*full = size >= 0 && (size_t)size < listed;
	return size;
}

ssize_t
dtap_send_current(struct dtap_send *send, int fd, bool *full)
{
	return send_with(send, NULL, 0, fd, full);
}

#define BLOCKS 7            /* after the current one */
#define BYTES  (256 * 1024) /* of all, so that a turn is short */

/* The next blocks in the ring, with references, and their views. */
struct next_blocks {
	struct dtap_block *blocks[BLOCKS];
	struct dtap_view views[BLOCKS];
	size_t count;
};

static void
release_from(struct next_blocks *next, size_t from)
{
	for (size_t i = from; i < next->count; i++)
		dtap_block_unref(next->blocks[i]);
	next->count = from;
}

/* Finds as many as fit into one call with what is being sent. */
static void
find_next(struct next_blocks *next, const struct dtap_send_blocks *blocks,
	  const struct dtap_send *send)
{
	size_t bytes = dtap_send_left(send);
	size_t pieces = 1 + send->view.count;
	size_t i;

	next->count = dtap_ring_peek(blocks->ring, blocks->cursor, next->blocks,
				     BLOCKS);
	for (i = 0; i < next->count; i++) {
		struct dtap_view *view = &next->views[i];

		*view = dtap_block_view(next->blocks[i], blocks->form,
					blocks->chunked);
		bytes += view->bytes;
		pieces += view->count;
		if (view->bytes == 0 || bytes > BYTES || pieces > IOV_MAX)
			break;
	}
	release_from(next, i);
}

/* Makes the next block the current one; `sent` bytes of it are sent. */
static void
advance(const struct dtap_send_blocks *blocks, struct dtap_send *send,
	struct dtap_block **block, struct next_blocks *next, size_t i,
	size_t sent)
{
	dtap_ring_pass(blocks->ring, blocks->cursor, next->blocks[i]);
	dtap_block_unref(*block);
	*block = dtap_block_ref(next->blocks[i]);
	dtap_send_clear(send);
	dtap_send_set_view(send, DTAP_FRAMING_NONE, &next->views[i]);
	send->sent = sent;
}

ssize_t
dtap_send_many(const struct dtap_send_blocks *blocks, struct dtap_send *send,
	       struct dtap_block **block, int fd, bool *full)
{
	size_t left = dtap_send_left(send), rest;
	struct next_blocks next;
	ssize_t size;

	find_next(&next, blocks, send);
	size = send_with(send, next.views, next.count, fd, full);
	rest = size > 0 && (size_t)size > left ? (size_t)size - left : 0;
	for (size_t i = 0; rest > 0; i++) {
		size_t most = next.views[i].bytes;
		size_t sent = rest < most ? rest : most;

		advance(blocks, send, block, &next, i, sent);
		rest -= sent;
	}
	if (next.count > 0)
		dtap_ring_unpeek(blocks->ring, blocks->cursor);
	release_from(&next, 0);
	return size;
}

/* SPDX-License-Identifier: MIT */
#include "streams/send.h"

#include <assert.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

void
dtap_sending_clear(struct dtap_sending *sending)
{
	sending->own_size = 0;
	sending->view = (struct dtap_view){0};
	sending->sent = 0;
}

void
dtap_sending_put(struct dtap_sending *sending, enum dtap_framing framing,
		 const void *data, size_t size)
{
	uint8_t head[DTAP_FRAMING_HEAD], *at;
	size_t head_size = dtap_framing_head(framing, head, size);

	assert(head_size + size + DTAP_FRAMING_TAIL <=
	       DTAP_SENDING_OWN - sending->own_size);
	at = sending->own + sending->own_size;
	memcpy(at, head, head_size);
	at += head_size;
	memcpy(at, data, size);
	at += size;
	at += dtap_framing_tail(framing, at);
	sending->own_size = (size_t)(at - sending->own);
}

void
dtap_sending_put_header(struct dtap_sending *sending, enum dtap_framing framing,
			uint32_t snaplen, bool bare)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];

	if (bare)
		dtap_pcap_raw_file_header(header, snaplen);
	else
		dtap_pcap_file_header(header, snaplen);
	dtap_sending_put(sending, framing, header, sizeof header);
}

void
dtap_sending_put_loss(struct dtap_sending *sending, enum dtap_framing framing,
		      const struct dtap_amount *loss,
		      const uint8_t next[DTAP_PCAP_RECORD_HEADER])
{
	uint8_t record[DTAP_LOSS_RECORD];

	dtap_pcap_write_loss(record, loss, next);
	dtap_sending_put(sending, framing, record, sizeof record);
}

void
dtap_sending_set_view(struct dtap_sending *sending, enum dtap_framing framing,
		      const struct dtap_view *view)
{
	sending->view = *view;
	if (framing != DTAP_FRAMING_MESSAGES || view->bytes == 0)
		return;
	assert(sending->own_size + DTAP_FRAMING_HEAD <= DTAP_SENDING_OWN);
	sending->own_size += dtap_framing_head(
		framing, sending->own + sending->own_size, view->bytes);
}

size_t
dtap_sending_left(const struct dtap_sending *sending)
{
	return sending->own_size + sending->view.bytes - sending->sent;
}

/* Lists what is left, in at most `room` pieces; returns their bytes. */
static size_t
list_left(const struct dtap_sending *sending, struct iovec *out, size_t room,
	  size_t *count)
{
	struct iovec own = {(void *)sending->own, sending->own_size};
	size_t skip = sending->sent, listed = 0;

	*count = 0;
	for (size_t i = 0; i <= sending->view.count && *count < room; i++) {
		struct iovec piece = i == 0 ? own : sending->view.iov[i - 1];

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

/* Straight from the block where nothing else is to be said. */
ssize_t
dtap_sending_send_with(struct dtap_sending *sending,
		       const struct dtap_view *more, size_t more_count, int fd,
		       bool *full)
{
	struct iovec pieces[IOV_MAX];
	struct msghdr message = {0};
	size_t left = dtap_sending_left(sending);
	size_t listed = sending->view.bytes;
	ssize_t size;

	if (sending->sent == 0 && sending->own_size == 0 && more_count == 0 &&
	    sending->view.count <= IOV_MAX) {
		message.msg_iov = (struct iovec *)sending->view.iov;
		message.msg_iovlen = sending->view.count;
	} else {
		message.msg_iov = pieces;
		listed = list_left(sending, pieces, IOV_MAX,
				   &message.msg_iovlen);
		listed += list_views(more, more_count, pieces,
				     &message.msg_iovlen);
	}
	size = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (size > 0)
		sending->sent += (size_t)size < left ? (size_t)size : left;
	*full = size >= 0 && (size_t)size < listed;
	return size;
}

ssize_t
dtap_sending_send(struct dtap_sending *sending, int fd, bool *full)
{
	return dtap_sending_send_with(sending, NULL, 0, fd, full);
}

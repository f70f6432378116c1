/* SPDX-License-Identifier: MIT */
/*
 * send.h - what a stream is sending: bytes of its own, then a block's.
 *
 * The block's are never copied; they live as long as whoever set the view has
 * the block.  Belongs to one stream.
 */
#ifndef DTAP_SEND_H
#define DTAP_SEND_H

#include <sys/types.h>

#include <dtap/block.h>
#include <dtap/pcap.h>

#include "streams/framing.h"

/* The longest: a WebSocket control frame, or two heads and a loss record. */
#define DTAP_SENDING_OWN 160

/* Zeroed, there is nothing to send. */
struct dtap_sending {
	uint8_t own[DTAP_SENDING_OWN];
	size_t own_size;
	struct dtap_view view;
	size_t sent; /* bytes of both */
};

/* Nothing is left to send. */
void dtap_sending_clear(struct dtap_sending *sending);

/* Adds bytes of our own, framed by themselves. */
void dtap_sending_put(struct dtap_sending *sending, enum dtap_framing framing,
		      const void *data, size_t size);

/* A pcap stream's header, bare or not, and a loss before a record. */
void dtap_sending_put_header(struct dtap_sending *sending,
			     enum dtap_framing framing, uint32_t snaplen,
			     bool bare);
void dtap_sending_put_loss(struct dtap_sending *sending,
			   enum dtap_framing framing,
			   const struct dtap_amount *loss,
			   const uint8_t next[DTAP_PCAP_RECORD_HEADER]);

/*
 * The block's bytes, last.  A view is framed already where chunks are; a
 * message's head is put before it here, for a list of pieces that had one
 * before it too would have to be made twice for each block.
 */
void dtap_sending_set_view(struct dtap_sending *sending,
			   enum dtap_framing framing,
			   const struct dtap_view *view);

size_t dtap_sending_left(const struct dtap_sending *sending);

/*
 * One sendmsg(2); returns what it does, and counts what was sent.  *full: the
 * socket took less than it was given, and says when it has room again.
 */
ssize_t dtap_sending_send(struct dtap_sending *sending, int fd, bool *full);

/*
 * ... and views behind it, which are the caller's: it returns the bytes of all
 * that was sent.  With them there are at most IOV_MAX pieces.
 */
ssize_t dtap_sending_send_with(struct dtap_sending *sending,
			       const struct dtap_view *more, size_t more_count,
			       int fd, bool *full);

#endif

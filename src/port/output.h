/* SPDX-License-Identifier: MIT */
/*
 * output.h - what waits to be sent to a client of the port.
 *
 * Two queues.  Replies are urgent: they are sent first, and are never dropped.
 * Traffic is logs, events and messages: of these the oldest go when there are
 * too many, whole frames, and are counted.
 *
 * A client has one of two forms:
 *   HDLC        frames, back to back
 *   containers  what read(2) of /dev/diag gives: a u32 type 0x20, a u32 count,
 *               and count messages, each a u32 size and one frame; at most
 *               16 KiB (DTAP_OUTPUT_CONTAINER), the least buffer of a reader
 *
 * It has no socket: the owner sends what `next` gives.  One owner, one thread.
 */
#ifndef DTAP_OUTPUT_H
#define DTAP_OUTPUT_H

#include "port/fifo.h"

#define DTAP_OUTPUT_CONTAINER 16384
#define DTAP_OUTPUT_REPLIES   65536  /* most bytes of replies that wait */
#define DTAP_OUTPUT_TRAFFIC   524288 /* most bytes of traffic that wait */

struct dtap_output {
	bool containers;         /* the form */
	struct dtap_fifo urgent; /* a frame that was sent in part, replies */
	struct dtap_fifo traffic;
	size_t rest;   /* bytes of urgent that are the frame sent in part */
	size_t open;   /* bytes of the container that is still filled, at the
			  end of traffic; 0: none */
	bool is_first; /* what next gave last was urgent */
	uint64_t frames, bytes; /* of traffic, sent */
	uint64_t lost_frames, lost_bytes;
};

void dtap_output_clear(struct dtap_output *output); /* frees the queues */

/* A reply, without frame.  False: too many wait, or there is no memory. */
bool dtap_output_reply(struct dtap_output *output, const uint8_t *packet,
		       size_t size);

/* A container of its own that is urgent, for a client of containers. */
bool dtap_output_notice(struct dtap_output *output, const uint8_t *data,
			size_t size);

/*
 * A frame of traffic, with its flag.  may_grow: the limit does not hold, for a
 * replay that waits for this client.
 */
void dtap_output_frame(struct dtap_output *output, const uint8_t *frame,
		       size_t size, bool may_grow);

/*
 * What is to be sent next: any number of bytes of HDLC, or one container, which
 * is sent whole.  held: no traffic.  NULL: nothing.  Then `sent` says how much
 * was sent; it may be 0.
 */
const uint8_t *dtap_output_next(struct dtap_output *output, bool held,
				size_t *size);
void dtap_output_sent(struct dtap_output *output, size_t size);

/* Bytes of traffic that wait. */
size_t dtap_output_waiting(const struct dtap_output *output);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * send_many.h - several blocks in one send, for a stream that is behind.
 *
 * What it has to send does not grow less; but each send has its price, and the
 * one for four blocks is little more than the one for one.  So streams that
 * fall behind because the processor is short catch up.
 *
 * The cursor passes only blocks of which the socket took something: a stream
 * that stalls in a volley has one block in mid-send, as any other, and the rest
 * stay the ring's.  The fan-out's.
 */
#ifndef DTAP_SEND_MANY_H
#define DTAP_SEND_MANY_H

#include <dtap/ring.h>

#include "streams/send.h"

/* A stream that sends blocks as they are. */
struct dtap_volley {
	struct dtap_ring *ring;
	struct dtap_subscriber *cursor;
	enum dtap_form form;
	bool chunked;
};

/*
 * As dtap_sending_send(), and what comes next in the ring behind it.  `sending`
 * views *block, and so it does afterwards: the last one of which something was
 * sent.
 */
ssize_t dtap_volley_send(const struct dtap_volley *volley,
			 struct dtap_sending *sending,
			 struct dtap_block **block, int fd, bool *full);

#endif

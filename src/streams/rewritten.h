/* SPDX-License-Identifier: MIT */
/*
 * rewritten.h - what a stream sends of a rewritten piece.
 *
 * A piece is in a scratch buffer that all streams share (rewrite/rewrite.h).
 * What the socket did not take of it is copied before the next stream uses the
 * buffer.  Plain memory, zeros at first; belongs to one stream.
 */
#ifndef DTAP_REWRITTEN_H
#define DTAP_REWRITTEN_H

#include "rewrite/rewrite.h"
#include "streams/framing.h"
#include "streams/send.h"

struct dtap_rewritten {
	bool in_scratch;  /* the last view */
	struct iovec iov; /* what is viewed */
	uint8_t *kept;    /* what is left of it; or NULL */
};

/* A view of the piece with the framing of a chunk around it, if chunked. */
struct dtap_view dtap_rewritten_view(struct dtap_rewritten *rewritten,
				     const struct dtap_rewrite_piece *piece,
				     bool chunked);

/*
 * Before the scratch buffer is used again: copies what is left in `send` of the
 * last view, and views the copy, which lasts until it is released.  False:
 * ENOMEM; the stream must end, in a record.
 */
bool dtap_rewritten_keep(struct dtap_rewritten *rewritten,
			 struct dtap_send *send);
void dtap_rewritten_release(struct dtap_rewritten *rewritten);

#endif

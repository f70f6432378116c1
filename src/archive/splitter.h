/* SPDX-License-Identifier: MIT */
/*
 * splitter.h - a ring's blocks as blocks with a record for each message.
 *
 * A block is given, then taken piece by piece (rewrite/rewrite.h), so its
 * memory is bounded.  The last piece counts as all containers of the block: it
 * is recorded when all of it is.  One owner, one thread.
 */
#ifndef DTAP_SPLITTER_H
#define DTAP_SPLITTER_H

#include <dtap/block.h>

struct dtap_splitter;

/* NULL: ENOMEM. */
struct dtap_splitter *dtap_splitter_new(uint32_t snaplen);
void dtap_splitter_free(struct dtap_splitter *splitter); /* NULL is allowed */

/* Takes over the reference; nothing may be left of the block before. */
void dtap_splitter_put(struct dtap_splitter *splitter,
		       struct dtap_block *block);

/*
 * The next piece, the caller's reference; NULL: nothing is left.  *loss: what
 * memory was refused for.
 */
struct dtap_block *dtap_splitter_next(struct dtap_splitter *splitter,
				      struct dtap_amount *loss);

/* Gives up what is left of the block; returns what counts as lost with it. */
struct dtap_amount dtap_splitter_drop(struct dtap_splitter *splitter);

/* See dtap_rewrite_lost(). */
uint64_t dtap_splitter_lost(struct dtap_splitter *splitter);

#endif

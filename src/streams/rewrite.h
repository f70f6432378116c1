/* SPDX-License-Identifier: MIT */
/*
 * rewrite.h - a block's records as one subscriber alone wants them.
 *
 * Where a subscriber asks for some packets only, or for shorter records, its
 * containers are written anew, into memory of its own: the price of a filter is
 * paid by who asked for it.  Belongs to one stream.
 *
 * A data container keeps the messages that hold a frame that passes, and in
 * them these frames; with none left there is no record.  A frame that was cut
 * across messages stands, whole, in the message that it ends in.  Containers of
 * other types, and requests, pass where no packets are filtered.  Records of
 * IPA and of interfaces are cut, as libpcap does.
 */
#ifndef DTAP_REWRITE_H
#define DTAP_REWRITE_H

#include <dtap/block.h>

#include "streams/filter.h"

struct dtap_rewrite;

struct dtap_rewrite_options {
	const struct dtap_filter *filter; /* copied; NULL: all packets pass */
	uint32_t snaplen;                 /* no record is longer */
	bool bare; /* IP packets alone, of linktype RAW: see trim.h */
};

/* NULL: ENOMEM. */
struct dtap_rewrite *dtap_rewrite_new(
	const struct dtap_rewrite_options *options);
void dtap_rewrite_free(struct dtap_rewrite *rewrite);

/*
 * The records that are left of a block, as dtap_block_view() gives them; the
 * view lasts until the next call.  -1: ENOMEM.
 */
int dtap_rewrite_block(struct dtap_rewrite *rewrite,
		       const struct dtap_block *block, bool chunked,
		       struct dtap_view *view);

/* Containers were lost: the rest of a cut frame will not come. */
void dtap_rewrite_lost(struct dtap_rewrite *rewrite);

#endif

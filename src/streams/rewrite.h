/* SPDX-License-Identifier: MIT */
/*
 * rewrite.h - the records of a block as one subscriber wants them: fewer
 * packets, or shorter records.
 *
 * Containers are filtered as container_filter.h says.  Containers of other
 * types than data, and requests, pass only if no packets are filtered.  Records
 * of IPA and of interfaces are cut, as libpcap does.
 *
 * Memory has a bound, whatever a device sends: a block is rewritten in pieces
 * of at most DTAP_REWRITE_PIECE bytes, in a scratch buffer that all streams of
 * a thread share.  A stream keeps only what its socket did not take of a piece,
 * and the beginnings of frames (container_filter.h).
 *
 * A rewrite belongs to one stream, a scratch buffer to one thread.  NULL, of a
 * stream that sends blocks as they are, is always done and keeps nothing.
 */
#ifndef DTAP_REWRITE_H
#define DTAP_REWRITE_H

#include <dtap/block.h>
#include <dtap/pcap.h>

#include "streams/filter.h"
#include "streams/send.h"

/* A piece is at least one record.  Bytes without the framing of a chunk. */
#define DTAP_REWRITE_PIECE (DTAP_PCAP_RECORD_HEADER + DTAP_SNAPLEN_MAX)

struct dtap_rewrite;
struct dtap_rewrite_scratch;

/* About 650 KiB, used only where it is needed.  NULL: ENOMEM. */
struct dtap_rewrite_scratch *dtap_rewrite_scratch_new(void);
void dtap_rewrite_scratch_free(struct dtap_rewrite_scratch *scratch);

struct dtap_rewrite_options {
	const struct dtap_filter *filter; /* copied; NULL: all packets pass */
	uint32_t snaplen;                 /* no record is longer */
	bool bare; /* only IP packets, of linktype RAW: see trim.h */
};

/* NULL: ENOMEM. */
struct dtap_rewrite *dtap_rewrite_new(
	const struct dtap_rewrite_options *options);
void dtap_rewrite_free(struct dtap_rewrite *rewrite);

/* Begins a block, which must exist until it is done. */
void dtap_rewrite_begin(struct dtap_rewrite *rewrite,
			const struct dtap_block *block);
bool dtap_rewrite_is_done(const struct dtap_rewrite *rewrite);

/*
 * The next piece of the block; view.bytes is 0 if nothing is left.  The view
 * lasts until the scratch buffer is used again.  *loss: containers of which
 * something is left out because memory was refused.
 */
struct dtap_view dtap_rewrite_next(struct dtap_rewrite *rewrite,
				   struct dtap_rewrite_scratch *scratch,
				   bool chunked, struct dtap_amount *loss);

/*
 * Before the scratch buffer is used again: copies what is left in `send` of the
 * last view, and views the copy, which lasts until it is released.  False:
 * ENOMEM; the stream must end, in a record.
 */
bool dtap_rewrite_keep(struct dtap_rewrite *rewrite, struct dtap_send *send);
void dtap_rewrite_release(struct dtap_rewrite *rewrite);

/* Containers were lost: the rest of a cut frame will not come. */
void dtap_rewrite_lost(struct dtap_rewrite *rewrite);

#endif

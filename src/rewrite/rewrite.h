/* SPDX-License-Identifier: MIT */
/*
 * rewrite.h - the records of a block as one reader wants them: fewer packets,
 * shorter records, or a record for each message.
 *
 * Data containers are filtered and split as container_filter.h says.
 * Containers of other types, and requests, pass only if no packets are
 * filtered.  Records of IPA and of interfaces are cut, as libpcap does.
 *
 * Memory has a bound, whatever a device sends: a block is rewritten in pieces
 * of at most DTAP_REWRITE_PIECE bytes, in a scratch buffer that all rewrites of
 * a thread share.  A rewrite itself keeps only the beginnings of frames.
 *
 * A rewrite belongs to one reader, a scratch buffer to one thread.  NULL, of a
 * reader that takes blocks as they are, is always done and keeps nothing.
 */
#ifndef DTAP_REWRITE_H
#define DTAP_REWRITE_H

#include <dtap/block.h>
#include <dtap/pcap.h>

#include "rewrite/filter.h"

/* A piece is at least one record. */
#define DTAP_REWRITE_PIECE (DTAP_PCAP_RECORD_HEADER + DTAP_SNAPLEN_MAX)

/* Bytes before and behind a piece that its reader may write to. */
#define DTAP_REWRITE_MARGIN 32

struct dtap_rewrite;
struct dtap_rewrite_scratch;

/* About 650 KiB, used only where it is needed.  NULL: ENOMEM. */
struct dtap_rewrite_scratch *dtap_rewrite_scratch_new(void);
void dtap_rewrite_scratch_free(struct dtap_rewrite_scratch *scratch);

struct dtap_rewrite_options {
	const struct dtap_filter *filter; /* copied; NULL: all packets pass */
	uint32_t snaplen;                 /* no record is longer */
	bool split;                       /* a record for each frame */
	bool bare; /* only IP packets, of linktype RAW: see trim.h */

	/*
	 * A container whose record has no time (seconds 0) gets the modem's
	 * own; with `split` each frame its own.  What has none gets the time
	 * before it; at the begin there is none, and it stays 0.
	 */
	bool modem_times;

	size_t enough; /* a piece ends that has so many bytes; 0: see above */
};

/* NULL: ENOMEM. */
struct dtap_rewrite *dtap_rewrite_new(
	const struct dtap_rewrite_options *options);
void dtap_rewrite_free(struct dtap_rewrite *rewrite);

/* Begins a block, which must exist until it is done. */
void dtap_rewrite_begin(struct dtap_rewrite *rewrite,
			const struct dtap_block *block);
bool dtap_rewrite_is_done(const struct dtap_rewrite *rewrite);

/* Whole records; size 0: nothing of the block is left. */
struct dtap_rewrite_piece {
	uint8_t *data; /* until the scratch buffer is used again */
	size_t size;
};

/*
 * The next piece of the block.  *loss: containers of which something is left
 * out because memory was refused.
 */
struct dtap_rewrite_piece dtap_rewrite_next(
	struct dtap_rewrite *rewrite, struct dtap_rewrite_scratch *scratch,
	struct dtap_amount *loss);

/*
 * Containers were lost, or the stream has ended: the rest of a cut frame will
 * not come.  Returns the bytes that there were of such frames, if frames
 * without a right CRC pass at all.
 */
uint64_t dtap_rewrite_lost(struct dtap_rewrite *rewrite);

#endif

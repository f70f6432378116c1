/* SPDX-License-Identifier: MIT */
/*
 * batch.h - blocks held until they are written, in one system call.
 *
 * Holds references and copies nothing.  What a lag cost stands before the block
 * that follows it, as a loss record, where the form has records.  It is full
 * with half the bytes of a large block: so it never holds those of two.  One
 * owner, one thread.
 */
#ifndef DTAP_BATCH_H
#define DTAP_BATCH_H

#include <limits.h>

#include <dtap/block.h>
#include <dtap/pcap.h>

#define DTAP_BATCH_BLOCKS 64
#define DTAP_BATCH_BYTES  32768

struct dtap_batch {
	enum dtap_form form;
	struct {
		struct dtap_block *block;
		bool lost;
		uint8_t loss[DTAP_LOSS_RECORD];
	} entries[DTAP_BATCH_BLOCKS];
	size_t count;
	size_t bytes;  /* to be written, loss records too */
	size_t memory; /* of the blocks */
	size_t pieces; /* as iovecs */
};

/* Nothing more goes into it, or not this block: write it first. */
bool dtap_batch_is_full(const struct dtap_batch *batch,
			const struct dtap_block *block);

/* Takes over the reference of a block, for which there is room. */
void dtap_batch_add(struct dtap_batch *batch, struct dtap_block *block,
		    const struct dtap_amount *loss);

/*
 * Lists the bytes at iov, which has room for IOV_MAX - 1 and may have a file's
 * header before it; returns the number of pieces.
 */
int dtap_batch_list(struct dtap_batch *batch, struct iovec *iov);

/* Gives the blocks up. */
void dtap_batch_clear(struct dtap_batch *batch);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * batch.h - blocks that are held until one system call writes them.
 *
 * It holds references and copies nothing.  In pcap a loss record stands before
 * a block that follows a lag.  The batch is full at half the bytes of a large
 * block, so it never holds the bytes of two.  One owner, one thread.
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
	size_t bytes;  /* to be written, with the loss records */
	size_t memory; /* of the blocks */
	size_t pieces; /* as iovecs */
};

/* This block does not fit: write the batch first. */
bool dtap_batch_is_full(const struct dtap_batch *batch,
			const struct dtap_block *block);

/* Takes over the reference of a block, which fits. */
void dtap_batch_add(struct dtap_batch *batch, struct dtap_block *block,
		    const struct dtap_amount *loss);

/*
 * Lists the bytes at iov, which has room for IOV_MAX - 1 pieces (the caller may
 * put a file header before them).  Returns the number of pieces.
 */
int dtap_batch_list(struct dtap_batch *batch, struct iovec *iov);

/* Releases the blocks. */
void dtap_batch_clear(struct dtap_batch *batch);

#endif

/* SPDX-License-Identifier: MIT */
#include "archive/splitter.h"

#include <stdlib.h>

#include "rewrite/rewrite.h"
#include "ring/record_block.h"

/* Bytes of a piece, and at most one record more: a file is not much longer than
 * it may be. */
#define PIECE 65536

struct dtap_splitter {
	struct dtap_rewrite *rewrite;
	struct dtap_rewrite_scratch *scratch;
	struct dtap_block *block;  /* or NULL */
	struct dtap_amount counts; /* of blocks that no piece counts yet */
	uint64_t number;           /* of their first container */
};

struct dtap_splitter *
dtap_splitter_new(uint32_t snaplen)
{
	const struct dtap_rewrite_options options = {
		.split = true, .snaplen = snaplen, .enough = PIECE};
	struct dtap_splitter *splitter = calloc(1, sizeof *splitter);

	if (splitter == NULL)
		return NULL;
	splitter->rewrite = dtap_rewrite_new(&options);
	splitter->scratch = dtap_rewrite_scratch_new();
	if (splitter->rewrite != NULL && splitter->scratch != NULL)
		return splitter;
	dtap_splitter_free(splitter);
	return NULL;
}

void
dtap_splitter_free(struct dtap_splitter *splitter)
{
	if (splitter == NULL)
		return;
	dtap_block_unref(splitter->block);
	dtap_rewrite_free(splitter->rewrite);
	dtap_rewrite_scratch_free(splitter->scratch);
	free(splitter);
}

void
dtap_splitter_put(struct dtap_splitter *splitter, struct dtap_block *block)
{
	splitter->block = block;
	if (splitter->counts.containers == 0)
		splitter->number = dtap_block_number(block);
	splitter->counts.containers += dtap_block_containers(block);
	splitter->counts.bytes += dtap_block_bytes(block);
	dtap_rewrite_begin(splitter->rewrite, block);
}

/* All of the block was taken, or is given up. */
static struct dtap_amount
finish(struct dtap_splitter *splitter)
{
	struct dtap_amount counts = splitter->counts;

	dtap_block_unref(splitter->block);
	splitter->block = NULL;
	splitter->counts = (struct dtap_amount){0};
	return counts;
}

static struct dtap_block *
make_block(struct dtap_splitter *splitter,
	   const struct dtap_rewrite_piece *piece, struct dtap_amount *loss)
{
	struct dtap_amount counts = {0};
	struct dtap_block *made;

	if (piece->size == 0) { /* the next block's last piece counts it */
		dtap_block_unref(splitter->block);
		splitter->block = NULL;
		return NULL;
	}
	if (dtap_rewrite_is_done(splitter->rewrite))
		counts = finish(splitter);
	made = dtap_block_of_records(piece->data, piece->size, splitter->number,
				     &counts);
	if (made == NULL) {
		loss->containers += counts.containers + 1;
		loss->bytes += counts.bytes + piece->size;
	}
	return made;
}

struct dtap_block *
dtap_splitter_next(struct dtap_splitter *splitter, struct dtap_amount *loss)
{
	struct dtap_rewrite_piece piece;
	struct dtap_amount refused;
	struct dtap_block *made = NULL;

	*loss = (struct dtap_amount){0};
	while (splitter->block != NULL && made == NULL) {
		piece = dtap_rewrite_next(splitter->rewrite, splitter->scratch,
					  &refused);
		loss->containers += refused.containers;
		made = make_block(splitter, &piece, loss);
	}
	return made;
}

struct dtap_amount
dtap_splitter_drop(struct dtap_splitter *splitter)
{
	return finish(splitter);
}

uint64_t
dtap_splitter_lost(struct dtap_splitter *splitter)
{
	return dtap_rewrite_lost(splitter->rewrite);
}

/* SPDX-License-Identifier: MIT */
#include "archive/batch.h"

#include <assert.h>

/* Pieces of an iovec list without the file's header, and a loss record more. */
#define MOST_PIECES (IOV_MAX - 1)

bool
dtap_batch_is_full(const struct dtap_batch *batch,
		   const struct dtap_block *block)
{
	struct dtap_view view = dtap_block_view(block, batch->form, false);

	return batch->count > 0 &&
	       (batch->count == DTAP_BATCH_BLOCKS ||
		batch->memory >= DTAP_BATCH_BYTES ||
		batch->pieces + 1 + view.count > MOST_PIECES);
}

static bool
has_records(const struct dtap_batch *batch)
{
	return batch->form == DTAP_FORM_PCAP;
}

void
dtap_batch_add(struct dtap_batch *batch, struct dtap_block *block,
	       const struct dtap_amount *loss)
{
	struct dtap_view view = dtap_block_view(block, batch->form, false);
	size_t at = batch->count;

	assert(at < DTAP_BATCH_BLOCKS);
	batch->entries[at].block = block;
	batch->entries[at].lost = loss->containers > 0 && has_records(batch);
	batch->count++;
	batch->memory += dtap_block_memory(block);
	batch->bytes += view.bytes;
	batch->pieces += view.count;
	if (!batch->entries[at].lost)
		return;
	dtap_pcap_write_loss(batch->entries[at].loss, loss,
			     view.iov[0].iov_base);
	batch->bytes += DTAP_LOSS_RECORD;
	batch->pieces++;
}

int
dtap_batch_list(struct dtap_batch *batch, struct iovec *iov)
{
	int count = 0;

	for (size_t i = 0; i < batch->count; i++) {
		struct dtap_view view = dtap_block_view(batch->entries[i].block,
							batch->form, false);

		if (batch->entries[i].lost)
			iov[count++] = (struct iovec){batch->entries[i].loss,
						      DTAP_LOSS_RECORD};
		for (size_t piece = 0; piece < view.count; piece++)
			iov[count++] = view.iov[piece];
	}
	return count;
}

void
dtap_batch_clear(struct dtap_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		dtap_block_unref(batch->entries[i].block);
	*batch = (struct dtap_batch){.form = batch->form};
}

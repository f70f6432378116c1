/* SPDX-License-Identifier: MIT */
#include "streams/rewritten.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(DTAP_FRAMING_HEAD <= DTAP_REWRITE_MARGIN &&
		       DTAP_FRAMING_TAIL <= DTAP_REWRITE_MARGIN,
	       "the framing of a chunk fits around a piece");

struct dtap_view
dtap_rewritten_view(struct dtap_rewritten *rewritten,
		    const struct dtap_rewrite_piece *piece, bool chunked)
{
	enum dtap_framing framing =
		chunked ? DTAP_FRAMING_CHUNKS : DTAP_FRAMING_NONE;
	uint8_t head[DTAP_FRAMING_HEAD];
	size_t size;

	rewritten->in_scratch = piece->size > 0;
	if (piece->size == 0)
		return (struct dtap_view){0};
	size = dtap_framing_head(framing, head, piece->size);
	memcpy(piece->data - size, head, size);
	rewritten->iov.iov_base = piece->data - size;
	size += piece->size;
	size += dtap_framing_tail(framing, piece->data + piece->size);
	rewritten->iov.iov_len = size;
	return (struct dtap_view){&rewritten->iov, 1, size};
}

bool
dtap_rewritten_keep(struct dtap_rewritten *rewritten, struct dtap_send *send)
{
	size_t left = dtap_send_left(send);
	const uint8_t *end;

	if (!rewritten->in_scratch)
		return true;
	rewritten->in_scratch = false;
	if (left > send->view.bytes)
		left = send->view.bytes;
	if (left == 0)
		return true;
	rewritten->kept = malloc(left);
	if (rewritten->kept == NULL)
		return false;
	end = (const uint8_t *)send->view.iov->iov_base + send->view.bytes;
	memcpy(rewritten->kept, end - left, left);
	rewritten->iov = (struct iovec){rewritten->kept, left};
	dtap_send_replace_view(send,
			       &(struct dtap_view){&rewritten->iov, 1, left});
	return true;
}

void
dtap_rewritten_release(struct dtap_rewritten *rewritten)
{
	free(rewritten->kept);
	rewritten->kept = NULL;
}

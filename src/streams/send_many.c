/* SPDX-License-Identifier: MIT */
#include "streams/send_many.h"

#include <limits.h>

#define BLOCKS 7            /* behind the first */
#define BYTES  (256 * 1024) /* of all: a turn is not to last long */

/* Blocks that are the ring's, and what they are in the stream's form. */
struct next {
	struct dtap_block *blocks[BLOCKS];
	struct dtap_view views[BLOCKS];
	size_t count;
};

static void
give_back(struct next *next, size_t from)
{
	for (size_t i = from; i < next->count; i++)
		dtap_block_unref(next->blocks[i]);
	next->count = from;
}

/* As many as go with what is being sent, in one call. */
static void
find_next(struct next *next, const struct dtap_volley *volley,
	  const struct dtap_sending *sending)
{
	size_t bytes = dtap_sending_left(sending);
	size_t pieces = 1 + sending->view.count;
	size_t i;

	next->count = dtap_ring_peek(volley->ring, volley->cursor, next->blocks,
				     BLOCKS);
	for (i = 0; i < next->count; i++) {
		struct dtap_view *view = &next->views[i];

		*view = dtap_block_view(next->blocks[i], volley->form,
					volley->chunked);
		bytes += view->bytes;
		pieces += view->count;
		if (view->bytes == 0 || bytes > BYTES || pieces > IOV_MAX)
			break;
	}
	give_back(next, i);
}

/* The next block is the stream's now, so many bytes of it are sent. */
static void
move_on(const struct dtap_volley *volley, struct dtap_sending *sending,
	struct dtap_block **block, struct next *next, size_t i, size_t sent)
{
	dtap_ring_pass(volley->ring, volley->cursor, next->blocks[i]);
	dtap_block_unref(*block);
	*block = dtap_block_ref(next->blocks[i]);
	dtap_sending_clear(sending);
	dtap_sending_set_view(sending, DTAP_FRAMING_NONE, &next->views[i]);
	sending->sent = sent;
}

ssize_t
dtap_volley_send(const struct dtap_volley *volley, struct dtap_sending *sending,
		 struct dtap_block **block, int fd, bool *full)
{
	size_t own = dtap_sending_left(sending), rest;
	struct next next;
	ssize_t size;

	find_next(&next, volley, sending);
	size = dtap_sending_send_with(sending, next.views, next.count, fd,
				      full);
	rest = size > 0 && (size_t)size > own ? (size_t)size - own : 0;
	for (size_t i = 0; rest > 0; i++) {
		size_t most = next.views[i].bytes;
		size_t sent = rest < most ? rest : most;

		move_on(volley, sending, block, &next, i, sent);
		rest -= sent;
	}
	give_back(&next, 0);
	return size;
}

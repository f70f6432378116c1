/* SPDX-License-Identifier: MIT */
#include "format/frame_joiner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/hdlc.h>

#define FIRST_ROOM 256

struct dtap_frame_piece
dtap_frame_piece_first(const uint8_t *data, size_t size, int32_t token,
		       uint32_t message)
{
	const uint8_t *flag = memchr(data, DTAP_HDLC_FLAG, size);

	return (struct dtap_frame_piece){
		.data = data,
		.size = flag != NULL ? (size_t)(flag - data) : size,
		.ends = flag != NULL,
		.token = token,
		.message = message,
	};
}

static void
drop(struct dtap_frame_joiner *joiner, struct dtap_cut_frame *cut)
{
	joiner->held -= cut->size;
	free(cut->data);
	*cut = (struct dtap_cut_frame){.token = cut->token};
}

static void
forget(struct dtap_frame_joiner *joiner, struct dtap_cut_frame *cut)
{
	joiner->lost += cut->size;
	drop(joiner, cut);
}

void
dtap_frame_joiner_release(struct dtap_frame_joiner *joiner)
{
	if (joiner->ended != NULL)
		drop(joiner, joiner->ended);
	joiner->ended = NULL;
}

void
dtap_frame_joiner_forget(struct dtap_frame_joiner *joiner)
{
	for (size_t i = 0; i < DTAP_JOINER_MODEMS; i++)
		forget(joiner, &joiner->cuts[i]);
	joiner->ended = NULL;
}

/* Tokens are 1 (the local modem), 0, -1, -2, ...; a new one takes the place. */
static struct dtap_cut_frame *
cut_of(struct dtap_frame_joiner *joiner, int32_t token)
{
	struct dtap_cut_frame *cut =
		&joiner->cuts[(1U - (uint32_t)token) % DTAP_JOINER_MODEMS];

	if (cut->token != token)
		forget(joiner, cut);
	cut->token = token;
	return cut;
}

/* Room for `size` bytes and the flag. */
static bool
reserve(struct dtap_cut_frame *cut, size_t size, size_t most)
{
	size_t room = cut->room > 0 ? cut->room : FIRST_ROOM;
	uint8_t *data;

	while (room < size + 1)
		room *= 2;
	if (room > most + 1)
		room = most + 1;
	if (room == cut->room)
		return true;
	data = realloc(cut->data, room);
	if (data == NULL)
		return false;
	cut->data = data;
	cut->room = room;
	return true;
}

static bool
fits(const struct dtap_frame_joiner *joiner, const struct dtap_cut_frame *cut,
     size_t size)
{
	return size <= joiner->most - cut->size &&
	       size <= joiner->most_all - joiner->held;
}

/* It is left out with the piece, and so is its rest. */
static void
skip(struct dtap_frame_joiner *joiner, struct dtap_cut_frame *cut, size_t piece)
{
	forget(joiner, cut);
	joiner->lost += piece;
	cut->skipped = true;
}

/* Adds a piece, and a flag behind it.  False: ENOMEM. */
static bool
append(struct dtap_frame_joiner *joiner, struct dtap_cut_frame *cut,
       const struct dtap_frame_piece *piece)
{
	if (cut->skipped || !fits(joiner, cut, piece->size)) {
		skip(joiner, cut, piece->size);
		return true;
	}
	if (!reserve(cut, cut->size + piece->size, joiner->most)) {
		skip(joiner, cut, piece->size);
		errno = ENOMEM;
		return false;
	}
	memcpy(cut->data + cut->size, piece->data, piece->size);
	cut->size += piece->size;
	cut->data[cut->size] = DTAP_HDLC_FLAG;
	joiner->held += piece->size;
	return true;
}

size_t
dtap_frame_joiner_room(const struct dtap_frame_joiner *joiner, int32_t token,
		       size_t *held)
{
	const struct dtap_cut_frame *cut =
		&joiner->cuts[(1U - (uint32_t)token) % DTAP_JOINER_MODEMS];
	size_t own = cut->token == token ? cut->size : 0;
	size_t one = joiner->most - own, all = joiner->most_all - joiner->held;

	*held = own;
	return one < all ? one : all;
}

void
dtap_frame_joiner_take(struct dtap_frame_joiner *joiner, int32_t token,
		       struct dtap_frame *frame)
{
	struct dtap_cut_frame *cut;

	dtap_frame_joiner_release(joiner);
	cut = cut_of(joiner, token);
	*frame = (struct dtap_frame){cut->data, cut->size, token, 0};
	joiner->ended = cut;
}

int
dtap_frame_joiner_add(struct dtap_frame_joiner *joiner,
		      const struct dtap_frame_piece *piece,
		      struct dtap_frame *frame)
{
	struct dtap_cut_frame *cut;
	int given = 0;

	dtap_frame_joiner_release(joiner);
	cut = cut_of(joiner, piece->token);
	*frame = (struct dtap_frame){piece->data, piece->size, piece->token,
				     piece->message};
	if (piece->ends && cut->size == 0 && !cut->skipped)
		return piece->size > 0;
	if (!append(joiner, cut, piece))
		given = -1;
	if (piece->ends) {
		frame->data = cut->data;
		frame->size = cut->size;
		given = given < 0 ? -1 : cut->size > 0;
		joiner->ended = cut;
	}
	return given;
}

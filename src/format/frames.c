/* SPDX-License-Identifier: MIT */
#include <dtap/frames.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/hdlc.h>

#define MODEMS     8 /* whose frames may be cut at the same time */
#define FIRST_ROOM 4096

struct dtap_frame_pieces
dtap_frame_pieces_of(const uint8_t *data, size_t size)
{
	return (struct dtap_frame_pieces){.messages =
						  dtap_messages_of(data, size)};
}

bool
dtap_frame_pieces_next(struct dtap_frame_pieces *walk,
		       struct dtap_frame_piece *piece)
{
	struct dtap_message *message = &walk->message;
	const uint8_t *flag;
	size_t taken;

	while (message->size == 0) {
		if (!dtap_messages_next(&walk->messages, message))
			return false;
		walk->count++;
	}
	flag = memchr(message->data, DTAP_HDLC_FLAG, message->size);
	*piece = (struct dtap_frame_piece){
		.data = message->data,
		.size = flag != NULL ? (size_t)(flag - message->data)
				     : message->size,
		.ends = flag != NULL,
		.token = message->token,
		.message = walk->count - 1,
	};
	taken = piece->size + piece->ends;
	message->data += taken;
	message->size -= taken;
	return true;
}

/* The beginning of a frame whose end is still to come. */
struct cut {
	int32_t token;
	bool skipped; /* too long: its rest is left out */
	uint8_t *data;
	size_t size, room;
};

struct dtap_frames {
	struct dtap_frame_pieces pieces;
	struct cut cuts[MODEMS];
};

struct dtap_frames *
dtap_frames_new(void)
{
	return calloc(1, sizeof(struct dtap_frames));
}

void
dtap_frames_free(struct dtap_frames *frames)
{
	if (frames == NULL)
		return;
	for (size_t i = 0; i < MODEMS; i++)
		free(frames->cuts[i].data);
	free(frames);
}

static void
forget(struct cut *cut)
{
	cut->size = 0;
	cut->skipped = false;
}

void
dtap_frames_forget(struct dtap_frames *frames)
{
	for (size_t i = 0; i < MODEMS; i++)
		forget(&frames->cuts[i]);
}

void
dtap_frames_begin(struct dtap_frames *frames, const uint8_t *data, size_t size)
{
	frames->pieces = dtap_frame_pieces_of(data, size);
}

/* Tokens are 1 (the local modem), 0, -1, -2, ...; a new one takes the place. */
static struct cut *
cut_of(struct dtap_frames *frames, int32_t token)
{
	struct cut *cut = &frames->cuts[(1U - (uint32_t)token) % MODEMS];

	if (cut->token != token)
		forget(cut);
	cut->token = token;
	return cut;
}

static bool
reserve(struct cut *cut, size_t size)
{
	size_t room = cut->room > 0 ? cut->room : FIRST_ROOM;
	uint8_t *data;

	while (room < size)
		room *= 2;
	if (room == cut->room)
		return true;
	data = realloc(cut->data, room);
	if (data == NULL)
		return false;
	cut->data = data;
	cut->room = room;
	return true;
}

/* Adds a piece, and the flag if it has one.  False: ENOMEM. */
static bool
join(struct cut *cut, const struct dtap_frame_piece *piece)
{
	if (cut->skipped || piece->size > DTAP_FRAMES_CUT_MAX - cut->size) {
		cut->skipped = true;
		return true;
	}
	if (!reserve(cut, cut->size + piece->size + 1)) {
		forget(cut);
		cut->skipped = !piece->ends;
		return false;
	}
	memcpy(cut->data + cut->size, piece->data, piece->size);
	cut->size += piece->size;
	cut->data[cut->size] = DTAP_HDLC_FLAG;
	return true;
}

static struct dtap_frame
frame_of(const uint8_t *data, size_t size, const struct dtap_frame_piece *end)
{
	return (struct dtap_frame){data, size, end->token, end->message};
}

int
dtap_frames_next(struct dtap_frames *frames, struct dtap_frame *frame)
{
	struct dtap_frame_piece piece;

	while (dtap_frame_pieces_next(&frames->pieces, &piece)) {
		struct cut *cut = cut_of(frames, piece.token);
		bool is_cut = cut->size > 0 || cut->skipped;

		*frame = frame_of(piece.data, piece.size, &piece);
		if ((is_cut || !piece.ends) && !join(cut, &piece)) {
			errno = ENOMEM;
			return -1;
		}
		if (!piece.ends)
			continue;
		if (is_cut)
			*frame = frame_of(cut->data,
					  cut->skipped ? 0 : cut->size, &piece);
		forget(cut);
		if (frame->size > 0)
			return 1;
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
#include <dtap/frames.h>

#include <stdlib.h>

#include "format/frame_joiner.h"

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
	size_t taken;

	while (message->size == 0) {
		if (!dtap_messages_next(&walk->messages, message))
			return false;
		walk->count++;
	}
	*piece = dtap_frame_piece_first(message->data, message->size,
					message->token, walk->count - 1);
	taken = piece->size + piece->ends;
	message->data += taken;
	message->size -= taken;
	return true;
}

struct dtap_frames {
	struct dtap_frame_pieces pieces;
	struct dtap_frame_joiner joiner;
};

struct dtap_frames *
dtap_frames_new(void)
{
	struct dtap_frames *frames = calloc(1, sizeof *frames);

	if (frames != NULL) {
		frames->joiner.most = DTAP_FRAMES_CUT_MAX;
		frames->joiner.most_all = SIZE_MAX;
	}
	return frames;
}

void
dtap_frames_free(struct dtap_frames *frames)
{
	if (frames == NULL)
		return;
	dtap_frame_joiner_forget(&frames->joiner);
	free(frames);
}

void
dtap_frames_forget(struct dtap_frames *frames)
{
	dtap_frame_joiner_forget(&frames->joiner);
}

void
dtap_frames_begin(struct dtap_frames *frames, const uint8_t *data, size_t size)
{
	frames->pieces = dtap_frame_pieces_of(data, size);
}

int
dtap_frames_next(struct dtap_frames *frames, struct dtap_frame *frame)
{
	struct dtap_frame_piece piece;
	int given = 0;

	while (given == 0 && dtap_frame_pieces_next(&frames->pieces, &piece))
		given = dtap_frame_joiner_add(&frames->joiner, &piece, frame);
	return given;
}

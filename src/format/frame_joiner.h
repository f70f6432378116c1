/* SPDX-License-Identifier: MIT */
/*
 * frame_joiner.h - makes whole HDLC frames of the pieces that messages have of
 * them.
 *
 * All walks over frames use it: dtap_frames for a container in one piece, and a
 * filtered stream for a container in parts (rewrite/container_filter.h).  A
 * frame that is in one piece is given where it stands; one that is cut is
 * copied.  Plain memory; zeros and the two limits begin it.  One owner.
 */
#ifndef DTAP_FRAME_JOINER_H
#define DTAP_FRAME_JOINER_H

#include <dtap/frames.h>

#define DTAP_JOINER_MODEMS 8 /* whose frames may be cut at the same time */

/* What there is of a frame that is cut. */
struct dtap_cut_frame {
	int32_t token;
	bool skipped; /* too long, or no memory: its rest is left out */
	uint8_t *data;
	size_t size, room;
};

struct dtap_frame_joiner {
	size_t most;     /* bytes of a cut frame; a longer one is left out */
	size_t most_all; /* of all cut frames together */
	size_t held;     /* bytes of them now */
	uint64_t lost;   /* bytes that were left out: too long, forgotten, no
			    memory */
	struct dtap_cut_frame cuts[DTAP_JOINER_MODEMS];
	struct dtap_cut_frame *ended; /* by the last piece; or NULL */
};

/* The first piece in the bytes of a message; size is not 0. */
struct dtap_frame_piece dtap_frame_piece_first(const uint8_t *data, size_t size,
					       int32_t token, uint32_t message);

/*
 * Adds the piece that follows.  1: a frame has ended, and is valid until the
 * next call, and as long as the piece.  0: none, or it is empty or left out.
 * -1: ENOMEM, and the frame is left out.
 */
int dtap_frame_joiner_add(struct dtap_frame_joiner *joiner,
			  const struct dtap_frame_piece *piece,
			  struct dtap_frame *frame);

/*
 * The bytes that a piece of this token may have before its frame is left out,
 * as one that is cut.  *held: bytes that there are of that frame.
 */
size_t dtap_frame_joiner_room(const struct dtap_frame_joiner *joiner,
			      int32_t token, size_t *held);

/*
 * Gives what there is of a cut frame, as if it had ended: for a reader who goes
 * on with the rest as another piece.  There are bytes of it.
 */
void dtap_frame_joiner_take(struct dtap_frame_joiner *joiner, int32_t token,
			    struct dtap_frame *frame);

/* Frees the frame that was given last, if it was cut. */
void dtap_frame_joiner_release(struct dtap_frame_joiner *joiner);

/* Forgets all frames that were cut, and frees them; they are lost. */
void dtap_frame_joiner_forget(struct dtap_frame_joiner *joiner);

#endif

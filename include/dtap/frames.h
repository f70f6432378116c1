/* SPDX-License-Identifier: MIT */
/*
 * frames.h - the HDLC frames in the messages of data containers.
 *
 * A message (dtap/container.h) holds any number of frames, each with a closing
 * flag.  A frame may go on in the next message that has the same token, in the
 * same container or in a later one.
 *
 * dtap_frame_pieces gives what each message has of a frame; it allocates
 * nothing and knows one container only.  dtap_frames joins these pieces, and
 * gives whole frames; it copies only those that are cut.  Neither takes escapes
 * out or checks a CRC: see dtap/hdlc.h.
 *
 *   struct dtap_frames *frames = dtap_frames_new();
 *   struct dtap_frame frame;
 *
 *   for each container
 *           dtap_frames_begin(frames, data, size);
 *           while (dtap_frames_next(frames, &frame) > 0)
 *                   ...
 */
#ifndef DTAP_FRAMES_H
#define DTAP_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dtap/container.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A walk over whole frames.  One owner, one thread. */
struct dtap_frames;

/* Bytes that a frame which is cut across messages may have; a longer one is
 * left out. */
#define DTAP_FRAMES_CUT_MAX 65536

/* A whole frame.  The pointer is valid until the next call for its walk. */
struct dtap_frame {
	const uint8_t *data; /* with escapes and CRC; data[size] is the flag */
	size_t size;         /* bytes, without the flag; not 0 */
	int32_t token;       /* of its messages */
	uint32_t message;    /* the one that it ends in: 0 is the container's
				first */
};

/* NULL: ENOMEM. */
struct dtap_frames *dtap_frames_new(void);
void dtap_frames_free(struct dtap_frames *frames); /* NULL is allowed */

/*
 * Goes on with a container.  data stays the caller's, and must stay valid while
 * its frames are taken.  Take all of them before the next container, or call
 * dtap_frames_forget().
 */
void dtap_frames_begin(struct dtap_frames *frames, const uint8_t *data,
		       size_t size);

/* 1: a frame.  0: no more frames end in this container.  -1: ENOMEM. */
int dtap_frames_next(struct dtap_frames *frames, struct dtap_frame *frame);

/*
 * Containers were lost: forgets the frames that were cut.  The first frame of
 * each token after it may be the end of such a frame; its CRC is wrong then.
 */
void dtap_frames_forget(struct dtap_frames *frames);

/* What one message has of a frame. */
struct dtap_frame_piece {
	const uint8_t *data;
	size_t size;      /* without the flag; 0 for an empty frame */
	bool ends;        /* the flag is at data[size]; else it goes on */
	int32_t token;    /* of its message */
	uint32_t message; /* its number, from 0 */
};

/* A walk over the pieces in one container.  Plain memory, owns nothing. */
struct dtap_frame_pieces {
	struct dtap_messages messages;
	struct dtap_message message; /* the rest of the current one */
	uint32_t count;              /* messages taken */
};

struct dtap_frame_pieces dtap_frame_pieces_of(const uint8_t *data, size_t size);

/* False at the end, and where a message is not whole. */
bool dtap_frame_pieces_next(struct dtap_frame_pieces *walk,
			    struct dtap_frame_piece *piece);

#ifdef __cplusplus
}
#endif

#endif

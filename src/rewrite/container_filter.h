/* SPDX-License-Identifier: MIT */
/*
 * container_filter.h - what of the frames in data containers one reader gets,
 * and in which containers.
 *
 * With a filter a container keeps the messages that hold a frame that passes,
 * and in them these frames.  A frame that was cut across messages stands,
 * whole, in the message that it ends in.  What does not fit into `room` comes
 * as one more container: its last message may be continued there.
 *
 * Split, each frame is a container of one message.  Without a filter nothing is
 * left out then but flags between frames: a frame with a wrong CRC passes; one
 * that is too long for memory comes as messages that continue each other; the
 * rest of a container in which no message is whole comes behind a head with the
 * number of messages that should be there.
 *
 * Memory: the beginnings of frames whose end is still to come, together at most
 * DTAP_FILTER_FRAME bytes; freed when the end was written.  Belongs to one
 * reader.
 */
#ifndef DTAP_CONTAINER_FILTER_H
#define DTAP_CONTAINER_FILTER_H

#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "format/container_reader.h"
#include "rewrite/filter.h"

/* The longest frame that can pass; a packet's length is a u16. */
#define DTAP_FILTER_FRAME DTAP_HDLC_ROOM(65536 + 32)

/* Bytes of a container with one frame, the longest. */
#define DTAP_FILTER_CONTAINER (DTAP_CONTAINER_HEADER + 8 + DTAP_FILTER_FRAME)

struct dtap_container_filter;

struct dtap_container_choice {
	const struct dtap_filter *filter; /* copied; NULL: all packets */
	bool split;                       /* each frame by itself */
	unsigned scrub; /* scrub.h; only right frames pass, changed by it */
};

/* Without a filter and scrub it must split.  NULL: ENOMEM. */
struct dtap_container_filter *dtap_container_filter_new(
	const struct dtap_container_choice *choice);

/* What scrub has dropped, and the frames that it has changed, so far. */
struct dtap_scrub_counts {
	uint64_t dropped, changed;
};

/*
 * Whether a record or a container must not pass because it cannot be scrubbed;
 * it counts as dropped then.  False without scrub, and of NULL.
 */
bool dtap_container_filter_drops(struct dtap_container_filter *filter);

struct dtap_scrub_counts dtap_container_filter_scrubbed(
	const struct dtap_container_filter *filter);
void dtap_container_filter_free(struct dtap_container_filter *filter);

/* Begins a container; what was not taken of the one before is left out. */
void dtap_container_filter_begin(struct dtap_container_filter *filter,
				 const struct dtap_container_reader *reader);

/* Bytes that may still pass of the current container; 0: it is finished. */
size_t dtap_container_filter_left(const struct dtap_container_filter *filter);

/*
 * Writes a container of what passes next, and returns its size; 0: nothing more
 * passes.  It has at most `room` bytes, or one frame and at most
 * DTAP_FILTER_CONTAINER bytes: out has room for both.  `packet` is scratch of
 * DTAP_FILTER_FRAME bytes.  *lacked is set where memory for the beginning of a
 * frame was refused: that frame is lost.
 */
size_t dtap_container_filter_next(struct dtap_container_filter *filter,
				  uint8_t *packet, uint8_t *out, size_t room,
				  bool *lacked);

/*
 * Containers were lost: the rest of a cut frame will not come.  Returns the
 * bytes of such frames, and of those lost since the last call for lack of
 * memory; 0 with a filter, where nobody knows whether they would have passed.
 */
uint64_t dtap_container_filter_lost(struct dtap_container_filter *filter);

#endif

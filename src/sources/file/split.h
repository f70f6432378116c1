/* SPDX-License-Identifier: MIT */
/*
 * split.h - where the containers in a run of bytes begin and end.
 *
 * Three splitters, one for each form a capture has: containers back to back,
 * bare HDLC frames, which are gathered into containers, and DLF.  They look at
 * the front of a window and change nothing; what they find hangs on its bytes,
 * and not on the pieces in which these came (but for live frames).  None trusts
 * any of it.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_SPLIT_H
#define DTAP_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sources/file/frame_check.h"
#include "sources/file/read_buffer.h"

#define DTAP_SPLIT_MAX ((size_t)4 << 20) /* bytes of a container */

enum dtap_split_result {
	DTAP_SPLIT_WHOLE,  /* a container at the front */
	DTAP_SPLIT_MORE,   /* not told without more bytes; not when ended */
	DTAP_SPLIT_BROKEN, /* nothing good comes from here on */
};

/* All zeros before the first call, and again after the container was taken. */
struct dtap_split {
	size_t bytes;    /* WHOLE: what it takes from the front of the window */
	size_t size;     /* WHOLE: what it has as a container */
	uint32_t frames; /* WHOLE: HDLC, to be wrapped; 0: bytes as they are */
	uint32_t wrong;  /* WHOLE: frames among them whose CRC is wrong */
	bool timed;      /* unix_us is set (HDLC only) */
	int64_t unix_us; /* modem time of its first packet that bears one */
	size_t searched; /* private: no container begins before this */
	char why[144];   /* BROKEN: one line without the path */
};

/*
 * Containers back to back.  A notice says nothing of its length: it reaches up
 * to a data container that is plausible in all its lengths, so notices in a row
 * are one container.  Where that data container's first message ends like HDLC
 * no byte behind it is asked for.
 */
enum dtap_split_result dtap_split_container(
	struct dtap_split *cut, const struct dtap_read_buffer *window);

/*
 * Frames, each a message, with all flags before it; flags at the very end are
 * a message too.  A container ends after 64 frames, before it would exceed 16
 * KiB of them, and before a frame whose time is more than 10 ms from that of
 * the first with one.  live: it is what the window has, and ends nowhere else.
 * scratch has room for DTAP_FRAME_MAX bytes.
 */
enum dtap_split_result dtap_split_hdlc(struct dtap_split *cut,
				       const struct dtap_read_buffer *window,
				       bool live, uint8_t *scratch);

/*
 * Whether this is HDLC at all: WHOLE as soon as a frame within the first
 * DTAP_FRAME_MAX bytes has a right CRC.  Sets nothing but why.
 */
enum dtap_split_result dtap_split_is_hdlc(struct dtap_split *cut,
					  const struct dtap_read_buffer *window,
					  uint8_t *scratch);

/*
 * DLF: logs back to back, each u16 length, u16 code, u64 stamp, body.  Each is
 * a container, with the log in an HDLC frame.  scratch as above.
 */
enum dtap_split_result dtap_split_dlf(struct dtap_split *cut,
				      const struct dtap_read_buffer *window,
				      uint8_t *scratch);

/* Whether this is DLF: WHOLE when its first logs all look like some. */
enum dtap_split_result dtap_split_is_dlf(const struct dtap_read_buffer *window);

/* Lays the container of a cut of a log: cut->size bytes at out. */
void dtap_split_dlf_wrap(const struct dtap_split *cut,
			 const struct dtap_read_buffer *window,
			 uint8_t *scratch, uint8_t *out);

/* Lays the container of a cut of frames: cut->size bytes at out. */
void dtap_split_hdlc_wrap(const struct dtap_split *cut,
			  const struct dtap_read_buffer *window, uint8_t *out);

#endif

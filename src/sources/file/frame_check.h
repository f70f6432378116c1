/* SPDX-License-Identifier: MIT */
/*
 * frame_check.h - the CRC and the time of HDLC frames.
 *
 * Pure functions, any thread.  scratch has room for DTAP_FRAME_MAX bytes; a
 * longer frame is never right.
 */
#ifndef DTAP_FRAME_CHECK_H
#define DTAP_FRAME_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_FRAME_MAX ((size_t)1 << 20)

struct dtap_frame_check {
	bool empty;      /* only flags */
	bool right;      /* a packet of at least one byte, with a correct CRC */
	bool timed;      /* the packet has a time */
	int64_t unix_us; /* that time */
};

/* data is a frame with its closing flag, and any flags before it. */
struct dtap_frame_check dtap_frame_check(const uint8_t *data, size_t size,
					 uint8_t *scratch);

/*
 * The time of the first frame with a time in a data container.  A frame that
 * continues in the next message is ignored.
 */
bool dtap_frame_container_time(const uint8_t *data, size_t size,
			       uint8_t *scratch, int64_t *unix_us);

#endif

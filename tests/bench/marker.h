/* SPDX-License-Identifier: MIT */
/*
 * marker.h - the marker that feed writes at the begin of a container and drain
 * checks.
 *
 * The first message of a container is a log packet in HDLC.  Its text is the
 * number of the container and the monotonic time of writing, in hexadecimal. No
 * byte of it needs an escape, so it is always at the same offset. Pure
 * functions, any thread.
 */
#ifndef BENCH_MARKER_H
#define BENCH_MARKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MARKER_SIZE 56                /* a packet, without CRC and flag */
#define MARKER_AT   12                /* its place in a container */
#define MARKER_ROOM (MARKER_AT + 128) /* what marker_write() may take */

struct marker {
	uint64_t number;
	int64_t time_ns;
};

/*
 * Writes the header of a data container of `messages` messages and the first of
 * them, and returns their bytes.
 */
size_t marker_write(uint8_t out[MARKER_ROOM], const struct marker *marker,
		    uint32_t messages);

/* False if the MARKER_SIZE bytes of packet are no marker. */
bool marker_read(struct marker *marker, const uint8_t *packet);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * density.h - how large a tap's blocks are.
 *
 * A block holds 64 KiB.  Where containers come faster than 100 MB/s, which is a
 * replay or another machine and no modem, it holds 256 KiB: each block wakes
 * threads and costs every subscriber a send (docs/performance.md).  A ring too
 * small for sixteen of those has none.
 */
#ifndef DTAP_DENSITY_H
#define DTAP_DENSITY_H

#include <stddef.h>
#include <stdint.h>

#define DTAP_ROOM       ((size_t)64 << 10)
#define DTAP_ROOM_DENSE ((size_t)256 << 10)

/* The most room that a block has in a ring of so many octets. */
size_t dtap_density_most(size_t ring_bytes);

/*
 * The next block's room, at most `most`, when one of `room` octets was full of
 * so many containers `took` ns after the block before it.
 */
size_t dtap_density_next(size_t most, size_t room, uint64_t containers,
			 int64_t took);

#endif

/* SPDX-License-Identifier: MIT */
#include "tap/density.h"

#define NS_PER_OCTET 10 /* at 100 MB/s */

/*
 * More containers than this fill a large block's list of pieces, not its room:
 * what is not full moves when it is sealed, and that costs a copy.
 */
#define MOST_CONTAINERS(room) ((room) / 256)

size_t
dtap_density_most(size_t ring_bytes)
{
	return ring_bytes / 16 < DTAP_ROOM_DENSE ? DTAP_ROOM : DTAP_ROOM_DENSE;
}

size_t
dtap_density_next(size_t most, size_t room, uint64_t containers, int64_t took)
{
	if (took < (int64_t)room * NS_PER_OCTET &&
	    containers < MOST_CONTAINERS(room))
		return most;
	return DTAP_ROOM;
}

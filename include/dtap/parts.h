/* SPDX-License-Identifier: MIT */
/*
 * parts.h - cuts a container that is too large for one pcap record.
 *
 * A part ends where a message ends, if one ends within the limit; else it ends
 * at the limit.  All parts together are the container.  Pure functions, any
 * thread.
 *
 *   struct dtap_parts parts = dtap_parts_of(data, size, limit);
 *   size_t n;
 *
 *   while ((n = dtap_parts_next(&parts)) > 0)
 *           ...
 */
#ifndef DTAP_PARTS_H
#define DTAP_PARTS_H

#include <dtap/container.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The state of the walk.  Plain memory, owns nothing. */
struct dtap_parts {
	struct dtap_messages walk; /* walk.at: the last message end found */
	size_t at;                 /* end of the last part */
	size_t limit;
};

/* limit: bytes that a part may have, not 0. */
struct dtap_parts dtap_parts_of(const uint8_t *data, size_t size, size_t limit);

/* The size of the next part; 0 at the end. */
size_t dtap_parts_next(struct dtap_parts *parts);

#ifdef __cplusplus
}
#endif

#endif

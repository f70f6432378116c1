/* SPDX-License-Identifier: MIT */
/*
 * parts.h - a container too large for one record, cut into parts.
 *
 * Parts are cut behind a message where one ends within the limit, else at the
 * limit; together they are the container.  Pure functions, any thread.
 *
 *   struct dtap_parts parts = dtap_parts_of(data, size, limit);
 *   while ((n = dtap_parts_next(&parts)) > 0)
 *           ...
 */
#ifndef DTAP_PARTS_H
#define DTAP_PARTS_H

#include <dtap/container.h>

struct dtap_parts {
	struct dtap_messages walk; /* its `at` is the last message end known */
	size_t at;                 /* end of the last part */
	size_t limit;
};

/* limit is in bytes, and not 0. */
struct dtap_parts dtap_parts_of(const uint8_t *data, size_t size, size_t limit);

/* The size of the next part; 0 at the end. */
size_t dtap_parts_next(struct dtap_parts *parts);

#endif

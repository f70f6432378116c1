/* SPDX-License-Identifier: MIT */
#include <dtap/parts.h>

struct dtap_parts
dtap_parts_of(const uint8_t *data, size_t size, size_t limit)
{
	return (struct dtap_parts){
		.walk = dtap_messages_of(data, size),
		.limit = limit,
	};
}

/* The last message end within the limit. */
static size_t
last_message_end(struct dtap_parts *parts)
{
	struct dtap_messages ahead = parts->walk;
	struct dtap_message message;

	while (dtap_messages_next(&ahead, &message) &&
	       ahead.at - parts->at <= parts->limit)
		parts->walk = ahead;
	return parts->walk.at;
}

size_t
dtap_parts_next(struct dtap_parts *parts)
{
	size_t begin = parts->at, left = parts->walk.size - begin;

	if (left <= parts->limit) {
		parts->at += left;
		return left;
	}
	parts->at = last_message_end(parts);
	/* The header alone, 8 bytes, may end beyond the limit. */
	if (parts->at <= begin || parts->at - begin > parts->limit)
		parts->at = begin + parts->limit;
	return parts->at - begin;
}

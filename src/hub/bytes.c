/* SPDX-License-Identifier: MIT */
#include "hub/bytes.h"

#include <stdlib.h>

uint8_t *
dtap_bytes_add(struct dtap_bytes *bytes, size_t size)
{
	if (bytes->room - bytes->size < size) {
		size_t room = 2 * bytes->size + size;
		uint8_t *data = realloc(bytes->data, room);

		if (data == NULL)
			return NULL;
		bytes->data = data;
		bytes->room = room;
	}
	bytes->size += size;
	return bytes->data + bytes->size - size;
}

void
dtap_bytes_clear(struct dtap_bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct dtap_bytes){.size = 0};
}

/* SPDX-License-Identifier: MIT */
#include "sources/file/read_buffer.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 65536 /* what a read is offered */

void
dtap_read_buffer_clear(struct dtap_read_buffer *window)
{
	free(window->room);
	memset(window, 0, sizeof *window);
}

/* To the front of the room, and more room where there is too little behind. */
static int
make_room(struct dtap_read_buffer *window)
{
	size_t capacity =
		window->capacity ? window->capacity : (size_t)4 * CHUNK;
	uint8_t *room;

	if (window->size > 0)
		memmove(window->room, window->data, window->size);
	while (capacity - window->size < CHUNK)
		capacity *= 2;
	room = window->room;
	if (capacity > window->capacity) {
		room = realloc(window->room, capacity);
		if (!room) {
			window->data = window->room;
			return -1;
		}
	}
	window->room = room;
	window->data = room;
	window->capacity = capacity;
	return 0;
}

static size_t
used(const struct dtap_read_buffer *window)
{
	if (!window->room)
		return 0;
	return (size_t)(window->data - window->room) + window->size;
}

int
dtap_read_buffer_fill(struct dtap_read_buffer *window, struct dtap_input *input)
{
	ssize_t n;

	if (window->capacity - used(window) < CHUNK && make_room(window) < 0)
		return -1;
	n = dtap_input_read(input, window->room + used(window), CHUNK);
	if (n < 0)
		return -1;
	window->size += (size_t)n;
	window->ended = n == 0;
	return 0;
}

void
dtap_read_buffer_drop(struct dtap_read_buffer *window, size_t size)
{
	window->data += size;
	window->size -= size;
	window->offset += size;
}

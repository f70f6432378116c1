/* SPDX-License-Identifier: MIT */
#include "sources/file/read_buffer.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 65536 /* room for one read */

void
dtap_read_buffer_clear(struct dtap_read_buffer *buffer)
{
	free(buffer->room);
	memset(buffer, 0, sizeof *buffer);
}

/* Moves the bytes to the front of the room, and grows it if needed. */
static int
make_room(struct dtap_read_buffer *buffer)
{
	size_t capacity =
		buffer->capacity ? buffer->capacity : (size_t)4 * CHUNK;
	uint8_t *room;

	if (buffer->size > 0)
		memmove(buffer->room, buffer->data, buffer->size);
	while (capacity - buffer->size < CHUNK)
		capacity *= 2;
	room = buffer->room;
	if (capacity > buffer->capacity) {
		room = realloc(buffer->room, capacity);
		if (!room) {
			buffer->data = buffer->room;
			return -1;
		}
	}
	buffer->room = room;
	buffer->data = room;
	buffer->capacity = capacity;
	return 0;
}

static size_t
used(const struct dtap_read_buffer *buffer)
{
	if (!buffer->room)
		return 0;
	return (size_t)(buffer->data - buffer->room) + buffer->size;
}

int
dtap_read_buffer_fill(struct dtap_read_buffer *buffer, struct dtap_input *input)
{
	ssize_t n;

	if (buffer->capacity - used(buffer) < CHUNK && make_room(buffer) < 0)
		return -1;
	n = dtap_input_read(input, buffer->room + used(buffer), CHUNK);
	if (n < 0)
		return -1;
	buffer->size += (size_t)n;
	buffer->ended = n == 0;
	return 0;
}

void
dtap_read_buffer_drop(struct dtap_read_buffer *buffer, size_t size)
{
	buffer->data += size;
	buffer->size -= size;
	buffer->offset += size;
}

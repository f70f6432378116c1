/* SPDX-License-Identifier: MIT */
#include "port/fifo.h"

#include <stdlib.h>
#include <string.h>

#define FIRST 4096
#define KEPT  65536 /* an empty one that is larger is freed */

/* Moves all to the front, if this pays: half of the room is free there. */
static void
close_up(struct dtap_fifo *fifo)
{
	size_t size = dtap_fifo_size(fifo);

	if (fifo->begin < fifo->room / 2)
		return;
	memmove(fifo->memory, fifo->memory + fifo->begin, size);
	fifo->begin = 0;
	fifo->end = size;
}

static bool
grow(struct dtap_fifo *fifo, size_t size)
{
	size_t room = fifo->room > 0 ? fifo->room : FIRST;
	uint8_t *memory;

	while (room - fifo->end < size)
		room *= 2;
	memory = realloc(fifo->memory, room);
	if (memory == NULL)
		return false;
	fifo->memory = memory;
	fifo->room = room;
	return true;
}

uint8_t *
dtap_fifo_add(struct dtap_fifo *fifo, size_t size)
{
	if (fifo->room - fifo->end < size)
		close_up(fifo);
	if (fifo->room - fifo->end < size && !grow(fifo, size))
		return NULL;
	fifo->end += size;
	return fifo->memory + fifo->end - size;
}

void
dtap_fifo_take(struct dtap_fifo *fifo, size_t size)
{
	fifo->begin += size;
	if (fifo->begin < fifo->end)
		return;
	fifo->begin = fifo->end = 0;
	if (fifo->room > KEPT)
		dtap_fifo_clear(fifo);
}

void
dtap_fifo_clear(struct dtap_fifo *fifo)
{
	free(fifo->memory);
	*fifo = (struct dtap_fifo){0};
}

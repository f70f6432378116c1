/* SPDX-License-Identifier: MIT */
#include "device/monitor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum driver_monitor
monitor_of(const char *name)
{
	return strcmp(name, "whole") == 0     ? DRIVER_WHOLE
	       : strcmp(name, "split") == 0   ? DRIVER_SPLIT
	       : strcmp(name, "discard") == 0 ? DRIVER_DISCARD
					      : DRIVER_DIAG;
}

/* At most room bytes of the first item; what is left of it stays. */
static struct driver_item
take_part(struct driver *driver, size_t room)
{
	struct driver_item *first = &driver->queue[driver->first], part;

	if (first->size <= room) {
		part = *first;
		driver->first = (driver->first + 1) % DRIVER_QUEUE;
		driver->queued--;
		return part;
	}
	part = (struct driver_item){malloc(room), room, 0};
	if (part.data == NULL)
		abort();
	memcpy(part.data, first->data, room);
	first->size -= room;
	memmove(first->data, first->data + room, first->size);
	return part;
}

struct driver_item
monitor_take(struct driver *driver, size_t room)
{
	struct driver_item answer = {0};
	size_t size;

	if (driver->queued == 0)
		return answer;
	if (++driver->reads == driver->options.fail_read) {
		driver_log(driver, "gone");
		answer.error = EIO;
		return answer;
	}
	size = driver->queue[driver->first].size;
	if (size <= room || driver->options.monitor == DRIVER_SPLIT)
		return take_part(driver, room);
	/* "Larger": 0 bytes. */
	answer.data = calloc(1, 1);
	if (driver->options.monitor == DRIVER_WHOLE) {
		driver_log(driver, "asks for %zu bytes", size);
		return answer;
	}
	driver_log(driver, "discarded %zu bytes", size);
	free(take_part(driver, size).data);
	answer.error = EAGAIN;
	return answer;
}

/* SPDX-License-Identifier: MIT */
#include "device/port.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#include <dtap/bytes.h>

#define SWITCH       7
#define REMOTE       32
#define QUERY_MD_PID 41

pid_t
port_process(uint32_t thread)
{
	char path[40], line[256];
	int process = (int)thread;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%u/status", thread);
	file = fopen(path, "re");
	if (file == NULL)
		return process;
	while (fgets(line, sizeof line, file) != NULL &&
	       sscanf(line, "Tgid: %d", &process) != 1)
		;
	fclose(file);
	return process;
}

/* Memory of the program that called. */
static struct iovec
memory_at(uint64_t at, size_t size)
{
	struct iovec memory = {.iov_len = size};
	uintptr_t address = (uintptr_t)at;

	memcpy(&memory.iov_base, &address, sizeof address);
	return memory;
}

static int
peek(uint32_t thread, uint64_t at, void *data, size_t size)
{
	struct iovec here = {data, size}, there = memory_at(at, size);
	ssize_t got = process_vm_readv((pid_t)thread, &here, 1, &there, 1, 0);

	return got == (ssize_t)size ? 0 : EFAULT;
}

static int
poke(uint32_t thread, uint64_t at, const void *data, size_t size)
{
	struct iovec here = {(void *)data, size}, there = memory_at(at, size);
	ssize_t put = process_vm_writev((pid_t)thread, &here, 1, &there, 1, 0);

	return put == (ssize_t)size ? 0 : EFAULT;
}

static int
switch_logging(struct port *port, uint32_t thread, uint64_t argument,
	       int *result)
{
	pid_t process = port_process(thread);
	uint8_t logging[DRIVER_LOGGING];
	int error;

	if (port->driver->options.by_value)
		return driver_switch_by_value(port->driver, process, argument,
					      result);
	error = peek(thread, argument, logging, sizeof logging);
	return error != 0 ? error
			  : driver_switch(port->driver, process, logging);
}

static int
tell_owner(struct port *port, uint32_t thread, uint64_t argument)
{
	uint8_t pid[4];

	if (!port->driver->options.tells_owner)
		return EINVAL;
	dtap_put32(pid, (uint32_t)port->driver->session);
	return poke(thread, argument + 8, pid, sizeof pid);
}

int
port_ioctl(struct port *port, uint32_t thread, uint32_t command,
	   uint64_t argument, int *result)
{
	*result = 0;
	switch (command) {
	case SWITCH:
		return switch_logging(port, thread, argument, result);
	case REMOTE:
		*result = 1;
		return poke(thread, argument, &port->driver->options.remote, 2);
	case QUERY_MD_PID:
		return tell_owner(port, thread, argument);
	default:
		return EINVAL;
	}
}

void
port_read(struct port *port, uint32_t thread, unsigned handle, uint64_t call,
	  size_t room)
{
	if (port_process(thread) != port->driver->handles[handle].process) {
		port->give(port, call, EINVAL, NULL, 0);
		return;
	}
	port->waiting[handle].call = call;
	port->waiting[handle].room = room;
	port_pump(port);
}

bool
port_interrupt(struct port *port, uint64_t call)
{
	for (unsigned i = 0; i < DRIVER_HANDLES; i++)
		if (port->waiting[i].call == call) {
			port->waiting[i].call = 0;
			port->give(port, call, 0, NULL, 0);
			return true;
		}
	return false;
}

void
port_pump(struct port *port)
{
	for (unsigned i = 0; i < DRIVER_HANDLES; i++) {
		struct driver_item item;

		if (port->waiting[i].call == 0)
			continue;
		item = driver_take(port->driver, i, port->waiting[i].room);
		if (item.data == NULL && item.error == 0)
			continue;
		port->give(port, port->waiting[i].call, item.error, item.data,
			   item.size);
		port->waiting[i].call = 0;
		free(item.data);
	}
}

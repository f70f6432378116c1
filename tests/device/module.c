/* SPDX-License-Identifier: MIT */
#include "device/module.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/module/calls.h"

#define DATA_MAX  65536     /* of a write */
#define GIVEN_MAX (8 << 20) /* of a read */

static void
answer(struct port *port, uint64_t number, int64_t result, const void *data,
       size_t size)
{
	static uint8_t message[sizeof(struct call_answer) + GIVEN_MAX];
	struct call_answer head = {number, result};

	if (size > GIVEN_MAX)
		abort();
	memcpy(message, &head, sizeof head);
	if (size > 0)
		memcpy(message + sizeof head, data, size);
	if (write(port->fd, message, sizeof head + size) < 0)
		perror("emulator: answer");
}

static void
give(struct port *port, uint64_t call, int error, const void *data, size_t size)
{
	answer(port, call, error != 0 ? -error : (int64_t)size, data, size);
}

static int64_t
serve_open(struct port *port, const struct call *call)
{
	unsigned handle;
	int error =
		driver_open(port->driver, port_process(call->thread), &handle);

	return error != 0 ? -error : (int64_t)handle;
}

static int64_t
serve_ioctl(struct port *port, const struct call *call)
{
	int result;
	int error = port_ioctl(port, call->thread, call->command,
			       call->argument, &result);

	return error != 0 ? -error : result;
}

static void
serve(struct port *port, const struct call *call)
{
	int64_t result = 0;

	switch (call->kind) {
	case CALL_READ:
		port_read(port, call->thread, call->handle, call->number,
			  (size_t)call->argument);
		return;
	case CALL_INTERRUPT:
		/* It may not have been read before it was interrupted. */
		if (!port_interrupt(port, call->number))
			answer(port, call->number, 0, NULL, 0);
		return;
	case CALL_OPEN:
		result = serve_open(port, call);
		break;
	case CALL_RELEASE:
		driver_close(port->driver, call->handle);
		break;
	case CALL_WRITE:
		result = -driver_write(port->driver, port_process(call->thread),
				       (const uint8_t *)(call + 1), call->size);
		break;
	case CALL_IOCTL:
		result = serve_ioctl(port, call);
		break;
	default:
		result = -ENOSYS;
	}
	answer(port, call->number, result, NULL, 0);
	port_pump(port);
}

int
module_create(struct port *port)
{
	port->give = give;
	port->fd = open("/dev/diag_calls", O_RDWR | O_CLOEXEC);
	return port->fd < 0 ? -1 : 0;
}

bool
module_serve(struct port *port)
{
	static uint64_t message[(sizeof(struct call) + DATA_MAX) / 8];
	ssize_t size = read(port->fd, message, sizeof message);

	if (size >= (ssize_t)sizeof(struct call))
		serve(port, (const struct call *)message);
	return size >= 0 || errno == EAGAIN || errno == EINTR;
}

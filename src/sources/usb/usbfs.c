/* SPDX-License-Identifier: MIT */
#include "sources/usb/usbfs.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int
open_device(const char *path)
{
	return open(path, O_RDWR | O_CLOEXEC);
}

static void
close_device(int fd)
{
	close(fd);
}

static int
call(int fd, unsigned long request, void *argument)
{
	return ioctl(fd, request, argument);
}

/* Of usbfs POLLOUT means: there is something to reap. */
static int
wait_for(int fd, int ms)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLOUT};

	return poll(&poll_fd, 1, ms);
}

const struct dtap_usbfs_calls dtap_usbfs = {
	.open = open_device,
	.close = close_device,
	.ioctl = call,
	.wait = wait_for,
};

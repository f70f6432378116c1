/* SPDX-License-Identifier: MIT */
/*
 * shim.so - simulates /dev/diag in one program, by LD_PRELOAD, without
 * privileges.
 *
 *   SHIM_DEVICE  the path that is the device
 *   SHIM_FEED    what the modem sends once it is switched, see make_images.c
 *   SHIM_LOG     events, one a line
 *
 * The device is one end of a SOCK_SEQPACKET pair; a thread sends one container
 * in each packet at the other end.  As in the driver, a second open gets EBUSY,
 * a signal makes read return 0, write returns 0, epoll returns EPERM, and a bad
 * pointer gets EFAULT.  As in Linux 4.14 read does not write the count of a
 * container without messages.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define IMAGE_MAX 65536
#define EMPTY     8 /* bytes of a container without messages */
#define TYPE      4
#define LOGGING   9 /* bytes of the switch's request: Linux 3.18 */

static atomic_int device = -1; /* its descriptor while it is open */
static atomic_int modem = -1;  /* the other end */
static atomic_bool switched;

/* The next definition, usually that of the C library. */
#define NEXT(name) ((__typeof__(&(name)))next(#name))

static void *
next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

static void
note(const char *what)
{
	FILE *file = fopen(getenv("SHIM_LOG"), "ae");

	if (file == NULL)
		return;
	fprintf(file, "%s\n", what);
	fclose(file);
}

static void *
feed(void *arg)
{
	FILE *images = fopen(getenv("SHIM_FEED"), "re");
	static uint8_t image[IMAGE_MAX];
	uint32_t size;

	(void)arg;
	while (images != NULL && fread(&size, sizeof size, 1, images) == 1 &&
	       size <= sizeof image && fread(image, size, 1, images) == 1 &&
	       send(modem, image, size, MSG_NOSIGNAL) >= 0)
		;
	if (images != NULL)
		fclose(images);
	note("fed");
	return NULL;
}

static int
open_device(void)
{
	int pair[2];

	if (device >= 0) {
		note("open: busy");
		errno = EBUSY;
		return -1;
	}
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	modem = pair[1];
	device = pair[0];
	note("open");
	return pair[0];
}

static int
switch_logging(const void *request)
{
	uint8_t logging[LOGGING];
	struct iovec here = {logging, sizeof logging};
	struct iovec there = {(void *)request, sizeof logging};
	uint32_t mode, peripherals;
	pthread_t thread;

	/* Reads a bad pointer without a crash. */
	errno = EFAULT;
	if (process_vm_readv(getpid(), &here, 1, &there, 1, 0) != LOGGING)
		return -1;
	memcpy(&mode, logging, 4);
	memcpy(&peripherals, logging + 4, 4);
	errno = EINVAL;
	if (mode < 1 || mode > 6 || peripherals == 0)
		return -1;
	note("switch");
	if (!atomic_exchange(&switched, true) &&
	    pthread_create(&thread, NULL, feed, NULL) == 0)
		pthread_detach(thread);
	return 0;
}

int
open(const char *path, int flags, ...)
{
	const char *ours = getenv("SHIM_DEVICE");
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (ours != NULL && strcmp(path, ours) == 0)
		return open_device();
	return NEXT(open)(path, flags, mode);
}

/* The name for 64-bit offsets; on 64-bit machines it is the same. */
int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int
ioctl(int fd, unsigned long request, ...)
{
	va_list args;
	void *arg;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	if (fd != device || fd < 0)
		return ((int (*)(int, unsigned long, ...))next("ioctl"))(
			fd, request, arg);
	if (request == 7)
		return switch_logging(arg);
	if (request == 32) {
		memset(arg, 0, 2);
		return 1;
	}
	errno = EINVAL;
	return -1;
}

ssize_t
read(int fd, void *buffer, size_t size)
{
	ssize_t got;

	if (fd != device || fd < 0)
		return NEXT(read)(fd, buffer, size);
	got = recv(fd, buffer, 0, MSG_PEEK | MSG_TRUNC);
	if (got == EMPTY)
		recv(fd, buffer, TYPE, 0);
	else if (got >= 0)
		got = recv(fd, buffer, size, 0);
	return got < 0 && errno == EINTR ? 0 : got;
}

ssize_t
write(int fd, const void *buffer, size_t size)
{
	if (fd != device || fd < 0)
		return NEXT(write)(fd, buffer, size);
	errno = switched ? EBADMSG : EINVAL;
	return switched && size >= 4 ? 0 : -1;
}

int
epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
	if (fd != device || fd < 0)
		return NEXT(epoll_ctl)(epoll, operation, fd, event);
	note("epoll_ctl");
	errno = EPERM;
	return -1;
}

int
close(int fd)
{
	if (fd == device && fd >= 0) {
		note("close");
		device = -1;
		NEXT(close)(modem);
	}
	return NEXT(close)(fd);
}

/* SPDX-License-Identifier: MIT */
#include "device/fuse.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <dtap/octets.h>

#define READ_MAX     (1 << 20)
#define MESSAGE_MAX  (READ_MAX + 8192)
#define SWITCH       7
#define REMOTE       32
#define QUERY_MD_PID 41

static void
reply(struct fuse *fuse, uint64_t unique, int error, const void *data,
      size_t size)
{
	struct fuse_out_header head = {
		.len = (uint32_t)(sizeof head + size),
		.error = -error,
		.unique = unique,
	};
	struct iovec pieces[] = {{&head, sizeof head}, {(void *)data, size}};

	/* ENOENT: who asked has gone. */
	if (writev(fuse->fd, pieces, 2) < 0 && errno != ENOENT)
		perror("emulator: reply");
}

/* The kernel names the thread; the driver goes by process. */
static pid_t
process_of(uint32_t thread)
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
static int
peek(uint32_t thread, uint64_t at, void *data, size_t size)
{
	struct iovec here = {data, size};
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): another's memory */
	struct iovec there = {(void *)(uintptr_t)at, size};
	ssize_t got = process_vm_readv((pid_t)thread, &here, 1, &there, 1, 0);

	return got == (ssize_t)size ? 0 : EFAULT;
}

static int
poke(uint32_t thread, uint64_t at, const void *data, size_t size)
{
	struct iovec here = {(void *)data, size};
	/* NOLINTNEXTLINE(performance-no-int-to-ptr) */
	struct iovec there = {(void *)(uintptr_t)at, size};
	ssize_t put = process_vm_writev((pid_t)thread, &here, 1, &there, 1, 0);

	return put == (ssize_t)size ? 0 : EFAULT;
}

static int
switch_logging(struct fuse *fuse, uint32_t thread, uint64_t arg, int *result)
{
	pid_t process = process_of(thread);
	uint8_t logging[DRIVER_LOGGING];
	int error;

	if (fuse->driver->options.by_value)
		return driver_switch_by_value(fuse->driver, process, arg,
					      result);
	error = peek(thread, arg, logging, sizeof logging);
	return error != 0 ? error
			  : driver_switch(fuse->driver, process, logging);
}

static int
tell_owner(struct fuse *fuse, uint32_t thread, uint64_t arg)
{
	uint8_t pid[4];

	if (!fuse->driver->options.tells_owner)
		return EINVAL;
	dtap_put32(pid, (uint32_t)fuse->driver->session);
	return poke(thread, arg + 8, pid, sizeof pid);
}

static void
serve_ioctl(struct fuse *fuse, const struct fuse_in_header *head,
	    const struct fuse_ioctl_in *in)
{
	struct fuse_ioctl_out out = {0};
	int error = EINVAL, result = 0;

	switch (in->cmd) {
	case SWITCH:
		error = switch_logging(fuse, head->pid, in->arg, &result);
		break;
	case REMOTE:
		error = poke(head->pid, in->arg, &fuse->driver->options.remote,
			     2);
		result = 1;
		break;
	case QUERY_MD_PID:
		error = tell_owner(fuse, head->pid, in->arg);
	}
	out.result = result;
	reply(fuse, head->unique, error, &out, error != 0 ? 0 : sizeof out);
	fuse_pump(fuse);
}

static void
serve_init(struct fuse *fuse, const struct fuse_in_header *head,
	   const struct fuse_init_in *in)
{
	struct fuse_init_out out = {
		.major = 7,
		.minor = in->minor < 31 ? in->minor : 31,
		.flags = in->flags & (FUSE_BIG_WRITES | FUSE_MAX_PAGES),
		.max_write = READ_MAX,
		.max_pages = READ_MAX / 4096,
		.time_gran = 1,
	};

	reply(fuse, head->unique, 0, &out, sizeof out);
}

static void
serve_attributes(struct fuse *fuse, const struct fuse_in_header *head)
{
	struct fuse_attr_out out = {
		.attr_valid = 3600,
		.attr = {.ino = 1, .mode = S_IFREG | 0666, .nlink = 1},
	};

	reply(fuse, head->unique, 0, &out, sizeof out);
}

static void
serve_open(struct fuse *fuse, const struct fuse_in_header *head)
{
	/* A stream: a read that waits does not hold back a write. */
	struct fuse_open_out out = {
		.open_flags =
			FOPEN_DIRECT_IO | FOPEN_NONSEEKABLE | FOPEN_STREAM,
	};
	unsigned handle = 0;
	int error = driver_open(fuse->driver, process_of(head->pid), &handle);

	out.fh = handle;
	reply(fuse, head->unique, error, &out, error != 0 ? 0 : sizeof out);
}

static void
serve_read(struct fuse *fuse, const struct fuse_in_header *head,
	   const struct fuse_read_in *in)
{
	unsigned handle = in->fh % DRIVER_HANDLES;

	if (process_of(head->pid) != fuse->driver->handles[handle].process) {
		reply(fuse, head->unique, EINVAL, NULL, 0);
		return;
	}
	fuse->waiting[handle].unique = head->unique;
	fuse->waiting[handle].room = in->size;
	fuse_pump(fuse);
}

/* A signal: read gives 0 octets.  Unanswered, the reader could not be killed.
 */
static void
serve_interrupt(struct fuse *fuse, const struct fuse_interrupt_in *in)
{
	for (unsigned i = 0; i < DRIVER_HANDLES; i++)
		if (fuse->waiting[i].unique == in->unique) {
			fuse->waiting[i].unique = 0;
			reply(fuse, in->unique, 0, NULL, 0);
		}
}

static void
serve_write(struct fuse *fuse, const struct fuse_in_header *head,
	    const struct fuse_write_in *in)
{
	struct fuse_write_out out = {0}; /* 0 octets is success */
	int error = driver_write(fuse->driver, process_of(head->pid),
				 (const uint8_t *)(in + 1), in->size);

	reply(fuse, head->unique, error, &out, error != 0 ? 0 : sizeof out);
	fuse_pump(fuse);
}

static void
serve_release(struct fuse *fuse, const struct fuse_in_header *head,
	      const struct fuse_release_in *in)
{
	driver_close(fuse->driver, in->fh % DRIVER_HANDLES);
	reply(fuse, head->unique, 0, NULL, 0);
}

static void
serve(struct fuse *fuse, const struct fuse_in_header *head)
{
	const void *in = head + 1;

	switch (head->opcode) {
	case FUSE_INIT:
		serve_init(fuse, head, in);
		break;
	case FUSE_GETATTR:
	case FUSE_SETATTR:
		serve_attributes(fuse, head);
		break;
	case FUSE_OPEN:
		serve_open(fuse, head);
		break;
	case FUSE_RELEASE:
		serve_release(fuse, head, in);
		break;
	case FUSE_READ:
		serve_read(fuse, head, in);
		break;
	case FUSE_INTERRUPT:
		serve_interrupt(fuse, in);
		break;
	case FUSE_WRITE:
		serve_write(fuse, head, in);
		break;
	case FUSE_IOCTL:
		serve_ioctl(fuse, head, in);
		break;
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
		break;
	default:
		reply(fuse, head->unique, ENOSYS, NULL, 0);
	}
}

int
fuse_mount(struct fuse *fuse, const char *path)
{
	char options[128];

	fuse->fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (fuse->fd < 0)
		return -1;
	snprintf(options, sizeof options,
		 "fd=%d,rootmode=100666,user_id=%d,group_id=%d,allow_other",
		 fuse->fd, (int)getuid(), (int)getgid());
	return mount("diag", path, "fuse.diag", MS_NOSUID | MS_NODEV, options);
}

bool
fuse_serve(struct fuse *fuse)
{
	static uint8_t message[MESSAGE_MAX] __attribute__((aligned(8)));
	ssize_t size = read(fuse->fd, message, sizeof message);

	if (size >= (ssize_t)sizeof(struct fuse_in_header))
		serve(fuse, (const struct fuse_in_header *)message);
	return size >= 0 || errno != ENODEV;
}

void
fuse_pump(struct fuse *fuse)
{
	for (unsigned i = 0; i < DRIVER_HANDLES; i++) {
		struct driver_item item;

		if (fuse->waiting[i].unique == 0)
			continue;
		item = driver_take(fuse->driver, i, fuse->waiting[i].room);
		if (item.data == NULL)
			continue;
		reply(fuse, fuse->waiting[i].unique, 0, item.data, item.size);
		fuse->waiting[i].unique = 0;
		free(item.data);
	}
}

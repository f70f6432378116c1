/* SPDX-License-Identifier: MIT */
#include "device/fuse.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stddef.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define READ_MAX    (1 << 20)
#define MESSAGE_MAX (READ_MAX + 8192)

static void
reply(struct port *port, uint64_t unique, int error, const void *data,
      size_t size)
{
	struct fuse_out_header head = {
		.len = (uint32_t)(sizeof head + size),
		.error = -error,
		.unique = unique,
	};
	struct iovec pieces[] = {{&head, sizeof head}, {(void *)data, size}};

	/* ENOENT: the caller has gone. */
	if (writev(port->fd, pieces, 2) < 0 && errno != ENOENT)
		perror("emulator: reply");
}

static void
serve_ioctl(struct port *port, const struct fuse_in_header *head,
	    const struct fuse_ioctl_in *in)
{
	struct fuse_ioctl_out out = {0};
	int error = port_ioctl(port, head->pid, in->cmd, in->arg, &out.result);

	reply(port, head->unique, error, &out, error != 0 ? 0 : sizeof out);
	port_pump(port);
}

static void
serve_init(struct port *port, const struct fuse_in_header *head,
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

	reply(port, head->unique, 0, &out, sizeof out);
}

static void
serve_cuse_init(struct port *port, const struct fuse_in_header *head,
		const struct cuse_init_in *in)
{
	static const char name[] = "DEVNAME=diag";
	struct {
		struct cuse_init_out out;
		char name[sizeof name];
	} answer = {
		.out =
			{
				.major = 7,
				.minor = in->minor < 31 ? in->minor : 31,
				.flags = CUSE_UNRESTRICTED_IOCTL,
				.max_read = READ_MAX,
				.max_write = READ_MAX,
			},
	};

	memcpy(answer.name, name, sizeof name);
	reply(port, head->unique, 0, &answer,
	      offsetof(__typeof__(answer), name) + sizeof name);
}

static void
serve_attributes(struct port *port, const struct fuse_in_header *head)
{
	struct fuse_attr_out out = {
		.attr_valid = 3600,
		.attr = {.ino = 1, .mode = S_IFREG | 0666, .nlink = 1},
	};

	reply(port, head->unique, 0, &out, sizeof out);
}

static void
serve_open(struct port *port, const struct fuse_in_header *head)
{
	/* A stream, so a waiting read does not delay a write. */
	struct fuse_open_out out = {
		.open_flags =
			FOPEN_DIRECT_IO | FOPEN_NONSEEKABLE | FOPEN_STREAM,
	};
	unsigned handle = 0;
	int error = driver_open(port->driver, port_process(head->pid), &handle);

	out.fh = handle;
	reply(port, head->unique, error, &out, error != 0 ? 0 : sizeof out);
}

static void
serve_read(struct port *port, const struct fuse_in_header *head,
	   const struct fuse_read_in *in)
{
	port_read(port, head->pid, in->fh % DRIVER_HANDLES, head->unique,
		  in->size);
}

static void
serve_write(struct port *port, const struct fuse_in_header *head,
	    const struct fuse_write_in *in)
{
	struct fuse_write_out out = {0}; /* 0 bytes is success */
	int error = driver_write(port->driver, port_process(head->pid),
				 (const uint8_t *)(in + 1), in->size);

	reply(port, head->unique, error, &out, error != 0 ? 0 : sizeof out);
	port_pump(port);
}

static void
serve_release(struct port *port, const struct fuse_in_header *head,
	      const struct fuse_release_in *in)
{
	driver_close(port->driver, in->fh % DRIVER_HANDLES);
	reply(port, head->unique, 0, NULL, 0);
}

static void
serve(struct port *port, const struct fuse_in_header *head)
{
	const void *in = head + 1;

	switch (head->opcode) {
	case CUSE_INIT:
		serve_cuse_init(port, head, in);
		break;
	case FUSE_INIT:
		serve_init(port, head, in);
		break;
	case FUSE_GETATTR:
	case FUSE_SETATTR:
		serve_attributes(port, head);
		break;
	case FUSE_OPEN:
		serve_open(port, head);
		break;
	case FUSE_RELEASE:
		serve_release(port, head, in);
		break;
	case FUSE_READ:
		serve_read(port, head, in);
		break;
	case FUSE_INTERRUPT: /* without an answer it could not be killed */
		port_interrupt(port,
			       ((const struct fuse_interrupt_in *)in)->unique);
		break;
	case FUSE_WRITE:
		serve_write(port, head, in);
		break;
	case FUSE_IOCTL:
		serve_ioctl(port, head, in);
		break;
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
		break;
	default:
		reply(port, head->unique, ENOSYS, NULL, 0);
	}
}

int
fuse_mount(struct port *port, const char *path)
{
	char options[128];

	port->give = reply;
	port->fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (port->fd < 0)
		return -1;
	snprintf(options, sizeof options,
		 "fd=%d,rootmode=100666,user_id=%d,group_id=%d,allow_other",
		 port->fd, (int)getuid(), (int)getgid());
	return mount("diag", path, "fuse.diag", MS_NOSUID | MS_NODEV, options);
}

int
fuse_create(struct port *port)
{
	port->give = reply;
	port->fd = open("/dev/cuse", O_RDWR | O_CLOEXEC);
	return port->fd < 0 ? -1 : 0;
}

bool
fuse_serve(struct port *port)
{
	static uint8_t message[MESSAGE_MAX] __attribute__((aligned(8)));
	ssize_t size = read(port->fd, message, sizeof message);

	if (size >= (ssize_t)sizeof(struct fuse_in_header))
		serve(port, (const struct fuse_in_header *)message);
	return size >= 0 || errno != ENODEV;
}

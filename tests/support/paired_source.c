/* SPDX-License-Identifier: MIT */
#include "support/paired_source.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct paired {
	struct dtap_source source; /* first */
	int fd;
	atomic_int error;
};

static struct paired *
paired_of(struct dtap_source *source)
{
	return (struct paired *)source;
}

static int
paired_open(struct dtap_source *source)
{
	source->session++;
	return 0;
}

static ssize_t
paired_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	ssize_t got = recv(paired_of(source)->fd, buffer, size, 0);

	if (got > 1)
		return got;
	if (got < 0 && errno == EINTR)
		return 0;
	errno = got == 0 ? ENODATA : EIO;
	return -1;
}

static int
paired_write(struct dtap_source *source, const uint8_t *request, size_t size)
{
	errno = atomic_load(&paired_of(source)->error);
	if (errno != 0)
		return -1;
	return send(paired_of(source)->fd, request, size,
		    MSG_DONTWAIT | MSG_NOSIGNAL) < 0
		       ? -1
		       : 0;
}

static void
paired_close(struct dtap_source *source)
{
	source->session++;
}

static void
paired_free(struct dtap_source *source)
{
	close(paired_of(source)->fd);
	free(source);
}

void
paired_refuse(struct dtap_source *source, int error)
{
	atomic_store(&paired_of(source)->error, error);
}

struct dtap_source *
paired_new(int *test)
{
	static const struct dtap_source_ops ops = {
		.open = paired_open,
		.read = paired_read,
		.write = paired_write,
		.close = paired_close,
		.free = paired_free,
	};
	struct paired *paired = calloc(1, sizeof *paired);
	int ends[2];

	if (paired == NULL ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		abort();
	paired->source = (struct dtap_source){
		.ops = &ops,
		.type = "paired",
		.where = "memory",
		.buffer_size = 1 << 18,
	};
	paired->fd = ends[0];
	*test = ends[1];
	return &paired->source;
}

/* SPDX-License-Identifier: MIT */
#include <dtap/source.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"

/* A device that gives nothing at once may do so for ever. */
#define PAUSE_MS 10

struct path_source {
	struct dtap_source source; /* first */
	char *path;
	int fd;
	bool has_end;
};

static struct path_source *
path_source_of(struct dtap_source *source)
{
	return (struct path_source *)source;
}

static int
path_open(struct dtap_source *source)
{
	struct path_source *self = path_source_of(source);
	struct stat facts;

	self->fd = open(self->path, O_RDONLY | O_CLOEXEC);
	if (self->fd < 0 || fstat(self->fd, &facts) < 0) {
		dtap_source_explain(source, "cannot open %s: %s", self->path,
				    strerror(errno));
		return -1;
	}
	self->has_end = !S_ISCHR(facts.st_mode);
	source->lossless = self->has_end;
	return 0;
}

static ssize_t
path_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct path_source *self = path_source_of(source);
	ssize_t given = read(self->fd, buffer, size);

	if (given < 0 && errno == EINTR)
		return 0;
	if (given < 0)
		dtap_source_explain(source, "cannot read %s: %s", self->path,
				    strerror(errno));
	if (given != 0)
		return given;
	if (self->has_end) {
		errno = ENODATA;
		return -1;
	}
	dtap_clock_sleep(dtap_clock_now() + PAUSE_MS * DTAP_NS_PER_MS);
	return 0;
}

static void
path_close(struct dtap_source *source)
{
	close(path_source_of(source)->fd);
}

static void
path_free(struct dtap_source *source)
{
	free(path_source_of(source)->path);
	free(source);
}

struct dtap_source *
dtap_path_source_new(const char *path, size_t buffer_size)
{
	static const struct dtap_source_ops ops = {.open = path_open,
						   .read = path_read,
						   .close = path_close,
						   .free = path_free};
	struct path_source *self;

	if (access(path, R_OK) < 0)
		return NULL;
	self = calloc(1, sizeof *self);
	if (self == NULL || (self->path = strdup(path)) == NULL) {
		free(self);
		return NULL;
	}
	self->source.ops = &ops;
	self->source.type = "path";
	self->source.where = self->path;
	self->source.buffer_size = buffer_size;
	return &self->source;
}

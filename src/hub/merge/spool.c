/* SPDX-License-Identifier: MIT */
#include "hub/merge/spool.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct dtap_spool {
	FILE *stream;
	uint64_t size;
	bool is_flushed; /* the file has all that was added */
};

static int
open_file(void)
{
	const char *folder = getenv("TMPDIR");
	char path[PATH_MAX];
	int fd;

	if (folder == NULL || *folder == '\0')
		folder = "/var/tmp";
	if ((size_t)snprintf(path, sizeof path, "%s/diagtap-hub.XXXXXX",
			     folder) >= sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkstemp(path);
	if (fd >= 0)
		unlink(path);
	return fd;
}

struct dtap_spool *
dtap_spool_new(void)
{
	struct dtap_spool *spool = calloc(1, sizeof *spool);
	int fd = spool != NULL ? open_file() : -1;

	if (fd < 0) {
		free(spool);
		return NULL;
	}
	spool->stream = fdopen(fd, "w");
	if (spool->stream != NULL)
		return spool;
	close(fd);
	free(spool);
	errno = ENOMEM;
	return NULL;
}

void
dtap_spool_free(struct dtap_spool *spool)
{
	if (spool == NULL)
		return;
	fclose(spool->stream);
	free(spool);
}

uint64_t
dtap_spool_size(const struct dtap_spool *spool)
{
	return spool->size;
}

bool
dtap_spool_add(struct dtap_spool *spool, const void *data, size_t size)
{
	spool->is_flushed = false;
	if (size > 0 && fwrite(data, size, 1, spool->stream) != 1)
		return false;
	spool->size += size;
	return true;
}

static bool
flush(struct dtap_spool *spool)
{
	if (!spool->is_flushed && fflush(spool->stream) != 0)
		return false;
	spool->is_flushed = true;
	return true;
}

bool
dtap_spool_cut(struct dtap_spool *spool, uint64_t size)
{
	if (!flush(spool) ||
	    ftruncate(fileno(spool->stream), (off_t)size) < 0 ||
	    fseeko(spool->stream, (off_t)size, SEEK_SET) < 0)
		return false;
	spool->size = size;
	return true;
}

bool
dtap_spool_read(struct dtap_spool *spool, uint64_t at, void *out, size_t size)
{
	uint8_t *to = out;

	if (!flush(spool))
		return false;
	while (size > 0) {
		ssize_t got = pread(fileno(spool->stream), to, size, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = EIO;
		if (got <= 0)
			return false;
		to += got;
		at += (uint64_t)got;
		size -= (size_t)got;
	}
	return true;
}

/* SPDX-License-Identifier: MIT */
#include "archive/recovery.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "archive/finalize.h"
#include "archive/salvage.h"

struct recovery {
	const struct dtap_sidecar *facts;
	struct dtap_capture_index *index;
	const struct dtap_directory_handle *handle;
	const struct dtap_vfs *vfs;
	const struct dtap_orphan *orphan;
	struct dtap_recovered *recovered;
	struct dtap_capture_stats *stats;
};

/* Cut to what is whole, on the disk, and named. */
static int
finish(struct recovery *r, int fd, struct dtap_capture_name *name,
       uint64_t bytes, uint64_t size)
{
	struct dtap_sidecar side = *r->facts;

	side.recovered = true;
	side.bytes = bytes;
	side.stats = r->stats;
	if ((bytes < size && r->vfs->cut(r->vfs, fd, (off_t)bytes) < 0) ||
	    r->vfs->sync(r->vfs, fd) < 0 ||
	    (dtap_finalize(name, &side, r->index, r->handle) < 0 && name->part))
		return -1;
	r->recovered->captures++;
	r->recovered->bytes += bytes;
	dtap_capture_name_write(name, r->recovered->last);
	return 0;
}

/* How much of it there may be at most. */
static uint64_t
limit(const struct recovery *r, const struct dtap_capture_name *name,
      uint64_t size)
{
	const struct dtap_orphan *orphan = r->orphan;

	return orphan->known && orphan->bytes < size &&
			       dtap_capture_name_same(&orphan->name, name)
		       ? orphan->bytes
		       : size;
}

/* Containers of other taps than diag do not tell where they end. */
static bool
is_opaque(const struct dtap_capture_name *name)
{
	return name->kind == DTAP_FILE_RAW && strcmp(name->tap, "diag") != 0;
}

static int
close_open(struct recovery *r, int fd, struct dtap_capture_name *name,
	   const char *text)
{
	struct stat stat;
	uint64_t size, most, bytes;

	if (fstat(fd, &stat) < 0)
		return -1;
	size = (uint64_t)stat.st_size;
	most = limit(r, name, size);
	*r->stats = (struct dtap_capture_stats){0};
	if (is_opaque(name) && most > 0)
		return finish(r, fd, name, most, size);
	switch (dtap_salvage_find(r->vfs, fd, name->kind, most, &bytes,
				  r->stats)) {
	case DTAP_FOUND_RECORDS:
		return finish(r, fd, name, bytes, size);
	case DTAP_FOUND_NOTHING:
		return r->vfs->remove(r->vfs, r->handle->fd, text);
	case DTAP_FOUND_FOREIGN:
		r->recovered->foreign++;
		strcpy(r->recovered->foreign_name, text);
		return 0;
	default:
		return -1;
	}
}

static void
note_failure(struct recovery *r)
{
	r->recovered->failed++;
	r->recovered->error = errno;
}

/* A file that a process has locked was not left by a crash. */
static void
close_file(struct recovery *r, const struct dtap_capture_name *name)
{
	struct dtap_capture_name finished = *name;
	char text[DTAP_CAPTURE_NAME_ROOM];
	int fd;

	dtap_capture_name_write(name, text);
	fd = r->vfs->open(r->vfs, r->handle->fd, text, O_RDWR | O_NONBLOCK);
	if (fd < 0) {
		note_failure(r);
		return;
	}
	if ((flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) &&
	    close_open(r, fd, &finished, text) < 0)
		note_failure(r);
	r->vfs->close(r->vfs, fd);
}

static void
recover_capture(struct recovery *r, const struct dtap_capture *capture)
{
	for (int kind = 0; kind < DTAP_FILE_KINDS; kind++) {
		struct dtap_capture_name name = capture->name;

		if (!(capture->parts & DTAP_FILE_BIT(kind)))
			continue;
		name.kind = (enum dtap_file_kind)kind;
		name.part = true;
		if (DTAP_FILE_BIT(kind) & DTAP_PLAIN_FILES)
			close_file(r, &name);
		else /* it can be made again from the capture */
			dtap_capture_index_remove_part(r->index, r->handle,
						       &name);
	}
	dtap_capture_index_update(r->index, r->handle, &capture->name);
}

/* Something of any kind has the name of the capture of this sidecar file. */
static bool
has_capture(const struct recovery *r, const struct dtap_capture *sidecar)
{
	char text[DTAP_CAPTURE_NAME_ROOM];
	struct stat stat;

	for (int i = 0; i < 2 * DTAP_FILE_KINDS; i++) {
		enum dtap_file_kind kind = (enum dtap_file_kind)(i / 2);

		dtap_capture_name_write_as(&sidecar->name, kind, i % 2 != 0,
					   text);
		if (DTAP_FILE_BIT(kind) & DTAP_CAPTURE_FILES &&
		    fstatat(r->handle->fd, text, &stat, AT_SYMLINK_NOFOLLOW) ==
			    0)
			return true;
	}
	return false;
}

/* A crash during a deletion leaves the sidecar file, which goes last. */
static void
remove_left_over(const struct recovery *r, const struct dtap_capture *sidecar)
{
	char text[DTAP_CAPTURE_NAME_ROOM];

	if (has_capture(r, sidecar) ||
	    dtap_sidecar_check(r->vfs, r->handle->fd, &sidecar->name) !=
		    DTAP_SIDECAR_OURS)
		return;
	dtap_capture_name_write_as(&sidecar->name, DTAP_FILE_SIDECAR, false,
				   text);
	r->vfs->remove(r->vfs, r->handle->fd, text);
	dtap_capture_index_update(r->index, r->handle, &sidecar->name);
}

static void
recover_all(struct recovery *r)
{
	static const struct dtap_capture_filter
		unfinished = {.unfinished = true},
		sidecars = {.all = DTAP_FILE_BIT(DTAP_FILE_SIDECAR),
			    .none = DTAP_CAPTURE_FILES};
	const struct dtap_capture_name *after = NULL;
	struct dtap_capture capture;

	for (; dtap_capture_index_next(r->index, r->handle, &unfinished, after,
				       &capture);
	     after = &capture.name)
		recover_capture(r, &capture);
	after = NULL;
	for (; dtap_capture_index_next(r->index, r->handle, &sidecars, after,
				       &capture);
	     after = &capture.name)
		remove_left_over(r, &capture);
}

int
dtap_recover(struct dtap_recovered *recovered, const struct dtap_sidecar *facts,
	     struct dtap_capture_index *index,
	     const struct dtap_directory_handle *handle,
	     const struct dtap_orphan *orphan)
{
	struct recovery r = {
		.facts = facts,
		.index = index,
		.handle = handle,
		.vfs = dtap_capture_index_vfs(index),
		.orphan = orphan,
		.recovered = recovered,
		.stats = malloc(sizeof *r.stats),
	};

	*recovered = (struct dtap_recovered){0};
	if (r.stats == NULL)
		return -1;
	recover_all(&r);
	free(r.stats);
	return 0;
}

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
	const struct dtap_vfs *vfs;
	int directory;
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
	    (dtap_finalize(name, &side, r->vfs, r->directory) < 0 &&
	     name->part))
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
		return r->vfs->remove(r->vfs, r->directory, text);
	case DTAP_FOUND_STRANGER:
		r->recovered->strangers++;
		strcpy(r->recovered->stranger, text);
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

/* A file that some process has open is no left-over. */
static void
close_file(struct recovery *r, const struct dtap_capture_name *name)
{
	struct dtap_capture_name finished = *name;
	char text[DTAP_CAPTURE_NAME_ROOM];
	int fd;

	dtap_capture_name_write(name, text);
	fd = r->vfs->open(r->vfs, r->directory, text, O_RDWR | O_NONBLOCK);
	if (fd < 0) {
		note_failure(r);
		return;
	}
	if ((flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) &&
	    close_open(r, fd, &finished, text) < 0)
		note_failure(r);
	r->vfs->close(r->vfs, fd);
}

/* Sidecar files and compressed ones are made again from the capture. */
static void
remove_unlocked(struct recovery *r, const char *text)
{
	int fd =
		r->vfs->open(r->vfs, r->directory, text, O_RDONLY | O_NONBLOCK);

	if (fd < 0)
		return;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		r->vfs->remove(r->vfs, r->directory, text);
	r->vfs->close(r->vfs, fd);
}

static void
recover_capture(struct recovery *r, const struct dtap_capture *capture)
{
	for (int kind = 0; kind < DTAP_FILE_KINDS; kind++) {
		struct dtap_capture_name name = capture->name;
		char text[DTAP_CAPTURE_NAME_ROOM];

		if (!(capture->parts & 1U << kind))
			continue;
		name.kind = (enum dtap_file_kind)kind;
		name.part = true;
		dtap_capture_name_write(&name, text);
		if (kind == DTAP_FILE_PCAP || kind == DTAP_FILE_RAW)
			close_file(r, &name);
		else
			remove_unlocked(r, text);
	}
}

int
dtap_recover(struct dtap_recovered *recovered, const struct dtap_sidecar *facts,
	     const struct dtap_vfs *vfs, int directory, const char *tap,
	     const struct dtap_orphan *orphan)
{
	struct recovery r = {facts, vfs, directory, orphan, recovered, NULL};
	struct dtap_scan scan;

	*recovered = (struct dtap_recovered){0};
	if (dtap_scan_read(&scan, vfs, directory, tap) < 0)
		return -1;
	r.stats = malloc(sizeof *r.stats);
	for (size_t i = 0; r.stats != NULL && i < scan.count; i++)
		recover_capture(&r, &scan.captures[i]);
	dtap_scan_free(&scan);
	if (r.stats == NULL)
		return -1;
	free(r.stats);
	return 0;
}

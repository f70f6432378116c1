/* SPDX-License-Identifier: MIT */
#include "archive/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/sidecar.h"

#define SIDE_MAX 65536 /* bytes */

/* -1: it is longer than SIDE_MAX, or cannot be read. */
static ssize_t
read_whole(const struct dtap_vfs *vfs, int fd, char *text)
{
	size_t done = 0;
	ssize_t got;

	do {
		got = vfs->read(vfs, fd, text + done, SIDE_MAX + 1 - done,
				(off_t)done);
		done += got > 0 ? (size_t)got : 0;
	} while ((got > 0 && done <= SIDE_MAX) || (got < 0 && errno == EINTR));
	return got < 0 || done > SIDE_MAX ? -1 : (ssize_t)done;
}

/*
 * Reads the sidecar file to text.  False: the capture was deleted since it was
 * confirmed.
 */
static bool
read_facts(struct dtap_catalogue_entry *entry, const struct dtap_vfs *vfs,
	   int directory, const struct dtap_capture *capture, char *text)
{
	char name[DTAP_CAPTURE_NAME_ROOM];
	ssize_t size;
	int fd;

	dtap_capture_name_write_as(&capture->name, DTAP_FILE_SIDECAR, false,
				   name);
	fd = vfs->open(vfs, directory, name, O_RDONLY | O_NONBLOCK);
	if (fd < 0)
		return errno != ENOENT;
	size = read_whole(vfs, fd, text);
	vfs->close(vfs, fd);
	if (size > 0 && dtap_sidecar_is_whole(text, (size_t)size)) {
		entry->facts = text;
		entry->facts_size = (size_t)size - 1; /* the newline */
	}
	return true;
}

static void
show(const struct dtap_capture *capture, const struct dtap_vfs *vfs,
     int directory, char *text,
     void (*visit)(void *arg, const struct dtap_catalogue_entry *entry),
     void *arg)
{
	char name[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_catalogue_entry entry = {
		.name = name,
		.bytes = capture->file_bytes,
		.begun = capture->name.time,
		.modified = capture->modified,
		.uploaded = dtap_capture_is_uploaded(capture),
	};

	if (!read_facts(&entry, vfs, directory, capture, text))
		return;
	dtap_capture_name_write_as(&capture->name, dtap_capture_kind(capture),
				   false, name);
	visit(arg, &entry);
}

static void
show_growing(const struct dtap_archive_status *status,
	     void (*visit)(void *arg, const struct dtap_catalogue_entry *entry),
	     void *arg)
{
	struct dtap_catalogue_entry entry = {
		.name = status->file,
		.bytes = status->file_bytes,
		.growing = true,
	};
	struct dtap_capture_name name;

	if (!dtap_capture_name_read(&name, status->file))
		return;
	entry.begun = name.time;
	visit(arg, &entry);
}

static const struct dtap_capture_name *
after(const struct dtap_catalogue_walk *walk)
{
	return walk->after.tap[0] != '\0' ? &walk->after : NULL;
}

/* Before the newest `most` finished captures.  -1: ENOMEM. */
static int
begin_finished(struct dtap_catalogue_walk *walk,
	       struct dtap_capture_index *index,
	       const struct dtap_directory_handle *handle, size_t most,
	       uint64_t *older)
{
	struct dtap_capture_sums sums;
	struct dtap_capture *captures, last;
	size_t count;

	dtap_capture_index_sums(index, handle, &sums);
	most = sums.captures < most ? (size_t)sums.captures : most;
	captures = calloc(most + 1, sizeof *captures);
	if (captures == NULL)
		return -1;
	count = dtap_capture_index_page(index, handle, NULL, captures, most,
					older);
	if (dtap_capture_index_previous(index, handle, &dtap_finished_captures,
					count > 0 ? &captures[0].name : NULL,
					&last))
		walk->after = last.name;
	free(captures);
	return 0;
}

int
dtap_catalogue_begin(struct dtap_catalogue_walk *walk,
		     struct dtap_archive *archive, size_t most,
		     uint64_t *left_out)
{
	struct dtap_capture_index *index = dtap_archive_index(archive);
	struct dtap_directory_handle handle;
	struct dtap_archive_status status;
	size_t grows;
	int result;

	memset(walk, 0, sizeof *walk);
	*left_out = 0;
	dtap_archive_status(archive, &status);
	grows = status.file[0] != '\0';
	if (dtap_capture_index_enter(index, false, &handle) < 0)
		return -1;
	result = begin_finished(walk, index, &handle,
				most > grows ? most - grows : 0, left_out);
	*left_out += most < grows;
	walk->over = most == 0;
	dtap_capture_index_leave(index, &handle);
	return result;
}

/* The finished ones.  The walk is over where there are no more. */
static void
visit_finished(
	struct dtap_catalogue_walk *walk, struct dtap_capture_index *index,
	const struct dtap_directory_handle *handle, size_t most, char *text,
	void (*visit)(void *arg, const struct dtap_catalogue_entry *entry),
	void *arg)
{
	const struct dtap_vfs *vfs = dtap_capture_index_vfs(index);
	struct dtap_capture capture;

	while (most-- > 0) {
		walk->over = !dtap_capture_index_next(index, handle,
						      &dtap_finished_captures,
						      after(walk), &capture);
		if (walk->over)
			return;
		walk->after = capture.name;
		if (dtap_capture_index_confirm(index, handle, &walk->after,
					       &capture))
			show(&capture, vfs, handle->fd, text, visit, arg);
	}
}

int
dtap_catalogue_step(struct dtap_catalogue_walk *walk,
		    struct dtap_archive *archive, size_t most,
		    void (*visit)(void *arg,
				  const struct dtap_catalogue_entry *entry),
		    void *arg)
{
	struct dtap_capture_index *index = dtap_archive_index(archive);
	struct dtap_directory_handle handle;
	struct dtap_archive_status status;
	struct dtap_capture_name growing;
	struct dtap_capture capture;
	char *text = malloc(SIDE_MAX + 1);

	/* First: it may be finished, and in the index, when we list. */
	dtap_archive_status(archive, &status);
	if (text == NULL ||
	    dtap_capture_index_enter(index, false, &handle) < 0) {
		free(text);
		return -1;
	}
	visit_finished(walk, index, &handle, most, text, visit, arg);
	if (walk->over && dtap_capture_name_read(&growing, status.file)) {
		if (!dtap_capture_index_confirm(index, &handle, &growing,
						&capture))
			show_growing(&status, visit, arg);
		else /* finished since, and visited, or the next */
			walk->over = after(walk) != NULL &&
				     dtap_capture_name_order(&growing,
							     &walk->after) <= 0;
	}
	free(text);
	dtap_capture_index_leave(index, &handle);
	return 0;
}

/* A finished name of this tap, and no mark. */
static bool
is_ours(struct dtap_capture_name *name, const struct dtap_archive *archive,
	const char *text)
{
	return dtap_capture_name_read(name, text) && !name->part &&
	       name->kind != DTAP_FILE_MARK &&
	       strcmp(name->tap, dtap_archive_tap(archive)) == 0;
}

/* The file, if it is a regular one without another link.  -1 with errno. */
static int
open_in(int directory, const struct dtap_archive *archive, const char *text,
	uint64_t *bytes)
{
	const struct dtap_vfs *vfs =
		dtap_capture_index_vfs(dtap_archive_index(archive));
	int fd = vfs->open(vfs, directory, text, O_RDONLY | O_NONBLOCK);
	struct stat stat;

	if (fd < 0)
		return -1;
	if (fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode) &&
	    stat.st_nlink <= 1) {
		*bytes = (uint64_t)stat.st_size;
		return fd;
	}
	vfs->close(vfs, fd);
	errno = ENOENT;
	return -1;
}

static int
open_growing(int directory, const struct dtap_archive *archive,
	     const struct dtap_capture_name *name, uint64_t *bytes)
{
	char part[DTAP_CAPTURE_NAME_ROOM];

	dtap_capture_name_write_as(name, name->kind, true, part);
	return open_in(directory, archive, part, bytes);
}

int
dtap_catalogue_open(struct dtap_archive *archive, const char *text,
		    uint64_t *bytes, bool *growing)
{
	struct dtap_capture_index *index = dtap_archive_index(archive);
	struct dtap_directory_handle handle;
	struct dtap_archive_status status;
	struct dtap_capture capture;
	struct dtap_capture_name name;
	int fd = -1;

	*growing = false;
	errno = ENOENT;
	if (!is_ours(&name, archive, text))
		return -1;
	dtap_archive_status(archive, &status);
	if (dtap_capture_index_enter(index, false, &handle) < 0)
		return -1;
	if (strcmp(status.file, text) == 0) {
		fd = open_growing(handle.fd, archive, &name, bytes);
		*growing = fd >= 0;
		*bytes = status.file_bytes;
	}
	if (fd < 0 && /* finished, perhaps just now */
	    dtap_capture_index_confirm(index, &handle, &name, &capture))
		fd = open_in(handle.fd, archive, text, bytes);
	dtap_capture_index_leave(index, &handle);
	return fd;
}

int
dtap_catalogue_remove(struct dtap_archive *archive, const char *text)
{
	struct dtap_capture_index *index = dtap_archive_index(archive);
	struct dtap_directory_handle handle;
	struct dtap_archive_status status;
	struct dtap_capture_name name, growing;
	int result;

	errno = ENOENT;
	if (!is_ours(&name, archive, text))
		return -1;
	dtap_archive_status(archive, &status);
	if (dtap_capture_index_enter(index, false, &handle) < 0)
		return -1;
	result = dtap_capture_index_remove(index, &handle, &name);
	dtap_capture_index_leave(index, &handle);
	if (result < 0 && dtap_capture_name_read(&growing, status.file) &&
	    dtap_capture_name_same(&growing, &name))
		errno = EBUSY;
	return result;
}

/* SPDX-License-Identifier: MIT */
#include "archive/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/scan.h"

static const struct dtap_vfs *
vfs_of(const struct dtap_archive *archive)
{
	return dtap_archive_disk(archive);
}

/* Opens the directory; *scan is what it has. */
static int
open_scan(struct dtap_scan *scan, const struct dtap_archive *archive)
{
	const struct dtap_vfs *vfs = vfs_of(archive);
	int error, directory = dtap_vfs_directory(
			   vfs, dtap_archive_options(archive)->directory);

	*scan = (struct dtap_scan){0};
	if (directory < 0 || dtap_scan_read(scan, vfs, directory,
					    dtap_archive_tap(archive)) == 0)
		return directory;
	error = errno;
	vfs->close(vfs, directory);
	errno = error;
	return -1;
}

static void
show(const struct dtap_capture *capture,
     void (*visit)(void *arg, const struct dtap_catalogue_entry *entry),
     void *arg)
{
	enum dtap_file_kind kind = dtap_capture_kind(capture);
	char name[DTAP_CAPTURE_NAME_ROOM], side[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_catalogue_entry entry = {
		.name = name,
		.side = side,
		.bytes = capture->sizes[kind],
		.begun = capture->name.time,
		.modified = capture->modified[kind],
		.uploaded = dtap_capture_is_uploaded(capture),
	};

	dtap_capture_name_write_as(&capture->name, kind, false, name);
	dtap_capture_name_write_as(&capture->name, DTAP_FILE_SIDECAR, false,
				   side);
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
		return; /* none is open */
	entry.begun = name.time;
	visit(arg, &entry);
}

static bool
is_named(const struct dtap_capture *capture, const char *text)
{
	struct dtap_capture_name name;

	return dtap_capture_name_read(&name, text) &&
	       dtap_capture_name_same(&capture->name, &name);
}

int
dtap_catalogue_list(struct dtap_archive *archive,
		    void (*visit)(void *arg,
				  const struct dtap_catalogue_entry *entry),
		    void *arg)
{
	const struct dtap_vfs *vfs = vfs_of(archive);
	struct dtap_archive_status status;
	struct dtap_scan scan;
	bool finished = false;
	int directory;

	dtap_archive_status(archive, &status);
	directory = open_scan(&scan, archive);
	if (directory < 0)
		return -1;
	for (size_t i = 0; i < scan.count; i++) {
		if (!dtap_capture_is_finished(&scan.captures[i]))
			continue;
		show(&scan.captures[i], visit, arg);
		finished = finished || is_named(&scan.captures[i], status.file);
	}
	/* It may have been finished since we asked. */
	if (!finished)
		show_growing(&status, visit, arg);
	dtap_scan_free(&scan);
	vfs->close(vfs, directory);
	return 0;
}

/* The file's size, if it is a regular one. */
static int
measure(int fd, uint64_t *bytes)
{
	struct stat stat;

	if (fstat(fd, &stat) < 0)
		return -1;
	*bytes = (uint64_t)stat.st_size;
	if (S_ISREG(stat.st_mode))
		return 0;
	errno = ENOENT;
	return -1;
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

static int
open_in(int directory, const struct dtap_archive *archive, const char *text,
	uint64_t *bytes)
{
	const struct dtap_vfs *vfs = vfs_of(archive);
	int error, fd = vfs->open(vfs, directory, text, O_RDONLY | O_NONBLOCK);

	if (fd < 0 || measure(fd, bytes) == 0)
		return fd;
	error = errno;
	vfs->close(vfs, fd);
	errno = error;
	return -1;
}

int
dtap_catalogue_open(struct dtap_archive *archive, const char *text,
		    uint64_t *bytes, bool *growing)
{
	const struct dtap_vfs *vfs = vfs_of(archive);
	struct dtap_archive_status status;
	char part[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_capture_name name;
	int fd = -1, error, directory;

	errno = ENOENT;
	if (!is_ours(&name, archive, text))
		return -1;
	dtap_archive_status(archive, &status);
	directory = dtap_vfs_directory(
		vfs, dtap_archive_options(archive)->directory);
	if (directory < 0)
		return -1;
	*growing = strcmp(status.file, text) == 0;
	if (*growing) {
		dtap_capture_name_write_as(&name, name.kind, true, part);
		fd = open_in(directory, archive, part, bytes);
		*bytes = status.file_bytes;
	}
	if (fd < 0) { /* finished, perhaps just now */
		*growing = false;
		fd = open_in(directory, archive, text, bytes);
	}
	error = errno;
	vfs->close(vfs, directory);
	errno = error;
	return fd;
}

static int
remove_from(int directory, const struct dtap_scan *scan,
	    const struct dtap_vfs *vfs, const char *text)
{
	for (size_t i = 0; i < scan->count; i++) {
		const struct dtap_capture *capture = &scan->captures[i];

		if (!is_named(capture, text))
			continue;
		if (dtap_capture_is_finished(capture))
			return dtap_capture_remove(capture, vfs, directory);
		errno = capture->parts != 0 ? EBUSY : ENOENT;
		return -1;
	}
	errno = ENOENT;
	return -1;
}

int
dtap_catalogue_remove(struct dtap_archive *archive, const char *text)
{
	const struct dtap_vfs *vfs = vfs_of(archive);
	struct dtap_scan scan;
	struct dtap_capture_name name;
	int status, error, directory;

	errno = ENOENT;
	if (!is_ours(&name, archive, text))
		return -1;
	directory = open_scan(&scan, archive);
	if (directory < 0)
		return -1;
	status = remove_from(directory, &scan, vfs, text);
	error = errno;
	dtap_scan_free(&scan);
	vfs->close(vfs, directory);
	errno = error;
	return status;
}

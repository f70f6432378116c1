/* SPDX-License-Identifier: MIT */
#include "archive/scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_ROOM 64

static bool
has_room(struct dtap_scan *scan, size_t *room)
{
	struct dtap_capture *captures;
	size_t more = *room > 0 ? 2 * *room : FIRST_ROOM;

	if (scan->count < *room)
		return true;
	captures = realloc(scan->captures, more * sizeof *captures);
	if (captures == NULL)
		return false;
	scan->captures = captures;
	*room = more;
	return true;
}

static bool
read_file(struct dtap_capture_file *file, int directory, const char *text)
{
	struct stat stat;

	if (!dtap_capture_name_read(&file->name, text) ||
	    fstatat(directory, text, &stat, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(stat.st_mode) || stat.st_nlink > 1)
		return false;
	file->size = (uint64_t)stat.st_size;
	file->modified = stat.st_mtime;
	return true;
}

/* Lists each file as a capture of its own. */
static int
read_files(struct dtap_scan *scan, DIR *dir, const char *tap)
{
	size_t room = 0, length = strlen(tap);
	const struct dirent *entry;
	struct dtap_capture_file file;

	errno = 0;
	while ((entry = readdir(dir)) != NULL) {
		if (strncmp(entry->d_name, tap, length) == 0 &&
		    read_file(&file, dirfd(dir), entry->d_name) &&
		    strcmp(file.name.tap, tap) == 0) {
			if (!has_room(scan, &room))
				return -1;
			scan->captures[scan->count] =
				(struct dtap_capture){.name = file.name};
			dtap_capture_add_file(&scan->captures[scan->count++],
					      &file);
		}
		errno = 0;
	}
	return errno == 0 ? 0 : -1;
}

static int
read_directory(struct dtap_scan *scan, int directory, const char *tap)
{
	int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	int status, error;

	if (dir == NULL) {
		error = errno;
		if (fd >= 0)
			close(fd);
		errno = error;
		return -1;
	}
	status = read_files(scan, dir, tap);
	error = errno;
	closedir(dir);
	errno = error;
	return status;
}

static int
compare(const void *a, const void *b)
{
	return dtap_capture_name_order(&((const struct dtap_capture *)a)->name,
				       &((const struct dtap_capture *)b)->name);
}

/* Adds the file of `one` to its capture, which has other files. */
static void
merge(struct dtap_capture *capture, const struct dtap_capture *one)
{
	struct dtap_capture_file file = {one->name, one->bytes, one->modified};

	if (one->there == 0 && one->parts == 0)
		return;
	file.size += one->part_bytes;
	dtap_capture_add_file(capture, &file);
}

/* Capture files without a sidecar file are not the archive's. */
static bool
is_listed(const struct dtap_capture *capture)
{
	return capture->parts != 0 ||
	       (capture->there & ~DTAP_CAPTURE_FILES) != 0;
}

/* Makes one capture of the files of each, which stand side by side. */
static void
merge_all(struct dtap_scan *scan)
{
	size_t count = 0;

	for (size_t i = 0; i < scan->count; i++) {
		struct dtap_capture *last = &scan->captures[count];

		if (count > 0 && compare(last - 1, &scan->captures[i]) == 0) {
			merge(last - 1, &scan->captures[i]);
			continue;
		}
		if (count > 0 && !is_listed(last - 1))
			last = &scan->captures[--count];
		*last = scan->captures[i];
		count++;
	}
	if (count > 0 && !is_listed(&scan->captures[count - 1]))
		count--;
	scan->count = count;
}

int
dtap_scan_read(struct dtap_scan *scan, int directory, const char *tap)
{
	int error;

	*scan = (struct dtap_scan){0};
	if (read_directory(scan, directory, tap) < 0) {
		error = errno;
		dtap_scan_free(scan);
		errno = error;
		return -1;
	}
	if (scan->count > 0)
		qsort(scan->captures, scan->count, sizeof *scan->captures,
		      compare);
	merge_all(scan);
	return 0;
}

void
dtap_scan_free(struct dtap_scan *scan)
{
	free(scan->captures);
	*scan = (struct dtap_scan){0};
}

void
dtap_scan_capture(struct dtap_capture *capture, int directory,
		  const struct dtap_capture_name *name)
{
	char text[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_capture_file file;

	*capture = (struct dtap_capture){.name = *name};
	for (int i = 0; i < 2 * DTAP_FILE_KINDS; i++) {
		dtap_capture_name_write_as(name, (enum dtap_file_kind)(i / 2),
					   i % 2 != 0, text);
		if (read_file(&file, directory, text))
			dtap_capture_add_file(capture, &file);
	}
	if (!is_listed(capture))
		capture->there = 0;
}

bool
dtap_scan_is_taken(int directory, const struct dtap_capture_name *name)
{
	char text[DTAP_CAPTURE_NAME_ROOM];
	struct stat stat;

	for (int i = 0; i < 2 * DTAP_FILE_KINDS; i++) {
		dtap_capture_name_write_as(name, (enum dtap_file_kind)(i / 2),
					   i % 2 != 0, text);
		if (fstatat(directory, text, &stat, AT_SYMLINK_NOFOLLOW) == 0)
			return true;
	}
	return false;
}

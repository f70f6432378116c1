/* SPDX-License-Identifier: MIT */
#include "archive/scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/sidecar.h"

#define MOST_FILES 65536
#define SIDE       (1U << DTAP_FILE_SIDECAR)
#define MARK       (1U << DTAP_FILE_MARK)

struct file {
	struct dtap_capture_name name;
	uint64_t size;
	int64_t modified;
};

struct files {
	struct file *all;
	size_t count, room;
};

static bool
add(struct files *files, const struct file *file)
{
	if (files->count == files->room) {
		size_t room = files->room > 0 ? 2 * files->room : 64;
		struct file *all =
			realloc(files->all, room * sizeof *files->all);

		if (all == NULL)
			return false;
		files->all = all;
		files->room = room;
	}
	files->all[files->count++] = *file;
	return true;
}

/* A regular file of our name and tap. */
static bool
is_ours(struct file *file, int directory, const char *text, const char *tap)
{
	struct stat stat;

	if (!dtap_capture_name_read(&file->name, text) ||
	    strcmp(file->name.tap, tap) != 0 ||
	    fstatat(directory, text, &stat, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(stat.st_mode))
		return false;
	file->size = (uint64_t)stat.st_size;
	file->modified = stat.st_mtime;
	return true;
}

static int
read_names(struct files *files, DIR *dir, const char *tap)
{
	const struct dirent *entry;
	struct file file;

	errno = 0;
	while (files->count < MOST_FILES && (entry = readdir(dir)) != NULL) {
		if (is_ours(&file, dirfd(dir), entry->d_name, tap) &&
		    !add(files, &file)) {
			errno = ENOMEM;
			return -1;
		}
		errno = 0;
	}
	return errno == 0 ? 0 : -1;
}

static int
read_files(struct files *files, int directory, const char *tap)
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
	status = read_names(files, dir, tap);
	error = errno;
	closedir(dir);
	errno = error;
	return status;
}

static int
compare(const void *a, const void *b)
{
	return dtap_capture_name_order(&((const struct file *)a)->name,
				       &((const struct file *)b)->name);
}

static void
note(struct dtap_capture *capture, const struct file *file)
{
	enum dtap_file_kind kind = file->name.kind;

	if (file->name.part) {
		capture->parts |= 1U << kind;
		if (kind == DTAP_FILE_PCAP || kind == DTAP_FILE_RAW)
			capture->growing += file->size;
		return;
	}
	capture->there |= 1U << kind;
	capture->sizes[kind] = file->size;
	capture->modified[kind] = file->modified;
}

/* Files of one capture stand side by side. */
static void
gather(struct dtap_scan *scan, const struct files *files)
{
	struct dtap_capture *last = NULL;

	for (size_t i = 0; i < files->count; i++) {
		const struct file *file = &files->all[i];

		if (last == NULL ||
		    !dtap_capture_name_same(&last->name, &file->name)) {
			last = &scan->captures[scan->count++];
			last->name = file->name;
		}
		note(last, file);
	}
}

/* A sidecar file of somebody else is none. */
static void
check_sides(struct dtap_scan *scan, const struct dtap_vfs *vfs, int directory)
{
	for (size_t i = 0; i < scan->count; i++) {
		struct dtap_capture *capture = &scan->captures[i];

		if (capture->there & SIDE &&
		    !dtap_sidecar_is_ours(vfs, directory, &capture->name))
			capture->there &= ~SIDE;
	}
}

int
dtap_scan_read(struct dtap_scan *scan, const struct dtap_vfs *vfs,
	       int directory, const char *tap)
{
	struct files files = {0};
	int status = read_files(&files, directory, tap);

	*scan = (struct dtap_scan){0};
	if (status == 0 && files.count > 0) {
		qsort(files.all, files.count, sizeof *files.all, compare);
		scan->captures = calloc(files.count, sizeof *scan->captures);
		status = scan->captures == NULL ? -1 : 0;
	}
	if (scan->captures != NULL) {
		gather(scan, &files);
		check_sides(scan, vfs, directory);
	}
	free(files.all);
	return status;
}

void
dtap_scan_free(struct dtap_scan *scan)
{
	free(scan->captures);
	*scan = (struct dtap_scan){0};
}

bool
dtap_capture_is_finished(const struct dtap_capture *capture)
{
	return capture->there & SIDE && (capture->there & ~(SIDE | MARK)) != 0;
}

/* What has bytes is a stranger's. */
bool
dtap_capture_is_uploaded(const struct dtap_capture *capture)
{
	return capture->there & MARK && capture->sizes[DTAP_FILE_MARK] == 0;
}

enum dtap_file_kind
dtap_capture_kind(const struct dtap_capture *capture)
{
	static const enum dtap_file_kind best[] = {
		DTAP_FILE_PCAP,     DTAP_FILE_RAW,    DTAP_FILE_PCAP_GZ,
		DTAP_FILE_PCAP_ZST, DTAP_FILE_RAW_GZ, DTAP_FILE_RAW_ZST,
	};

	for (size_t i = 0; i < sizeof best / sizeof *best; i++)
		if (capture->there & 1U << best[i])
			return best[i];
	return DTAP_FILE_SIDECAR;
}

uint64_t
dtap_capture_bytes(const struct dtap_capture *capture)
{
	uint64_t bytes = 0;

	for (int kind = 0; kind < DTAP_FILE_KINDS; kind++)
		if (capture->there & 1U << kind)
			bytes += capture->sizes[kind];
	return bytes;
}

int
dtap_capture_remove(const struct dtap_capture *capture,
		    const struct dtap_vfs *vfs, int directory)
{
	char name[DTAP_CAPTURE_NAME_ROOM];

	/* The sidecar file is the last kind: what is left after a power cut is
	 * still known to be ours. */
	for (int kind = 0; kind < DTAP_FILE_KINDS; kind++) {
		if (!(capture->there & ~MARK & 1U << kind))
			continue;
		dtap_capture_name_write_as(
			&capture->name, (enum dtap_file_kind)kind, false, name);
		if (vfs->remove(vfs, directory, name) < 0 && errno != ENOENT)
			return -1;
	}
	return 0;
}

int
dtap_capture_mark(const struct dtap_capture_name *name,
		  const struct dtap_vfs *vfs, int directory)
{
	char mark[DTAP_CAPTURE_NAME_ROOM], byte;
	ssize_t size;
	int fd;

	dtap_capture_name_write_as(name, DTAP_FILE_MARK, false, mark);
	fd = vfs->open(vfs, directory, mark, O_RDWR | O_CREAT | O_NONBLOCK);
	if (fd < 0)
		return -1;
	size = vfs->read(vfs, fd, &byte, 1, 0);
	vfs->close(vfs, fd);
	if (size == 0)
		return vfs->sync(vfs, directory);
	errno = size > 0 ? EEXIST : errno; /* a stranger's, and stays so */
	return -1;
}

int
dtap_capture_unmark(const struct dtap_capture_name *name,
		    const struct dtap_vfs *vfs, int directory)
{
	char mark[DTAP_CAPTURE_NAME_ROOM];

	dtap_capture_name_write_as(name, DTAP_FILE_MARK, false, mark);
	return vfs->remove(vfs, directory, mark);
}

uint32_t
dtap_scan_next_sequence(const struct dtap_scan *scan)
{
	uint32_t next = 1;

	/* Not after a stranger's number, which may be the last there is. */
	for (size_t i = 0; i < scan->count; i++) {
		const struct dtap_capture *capture = &scan->captures[i];

		if ((capture->parts != 0 || capture->there & SIDE ||
		     dtap_capture_is_uploaded(capture)) &&
		    capture->name.sequence < DTAP_CAPTURE_NAME_LAST)
			next = capture->name.sequence + 1;
	}
	return next;
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

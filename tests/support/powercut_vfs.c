/* SPDX-License-Identifier: MIT */
#include "support/powercut_vfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/capture_name.h"
#include "support/testing.h"

#define MOST_CHANGES 64
#define MOST_FILES   64
#define SECTOR       512

/* A change of names that the directory's sync has not seen. */
struct change {
	enum change_kind { MADE, RENAMED, REMOVED } what;
	char from[DTAP_CAPTURE_NAME_ROOM], to[DTAP_CAPTURE_NAME_ROOM];
};

/* A file by its inode, and how much of it is on the disk. */
struct file {
	ino_t inode;
	off_t synced;
};

struct powercut_vfs {
	struct dtap_vfs calls;
	char directory[128];
	uint64_t random;
	struct change changes[MOST_CHANGES];
	size_t change_count;
	struct file files[MOST_FILES];
	size_t file_count;
	unsigned removed; /* numbers the names of what was removed */
};

static struct powercut_vfs *
of(const struct dtap_vfs *vfs)
{
	return (struct powercut_vfs *)vfs;
}

static uint64_t
below(struct powercut_vfs *forgetful, uint64_t limit)
{
	forgetful->random ^= forgetful->random >> 12;
	forgetful->random ^= forgetful->random << 25;
	forgetful->random ^= forgetful->random >> 27;
	return (forgetful->random * UINT64_C(2685821657736338717) >> 32) %
	       limit;
}

static void
note_change(struct powercut_vfs *forgetful, enum change_kind what,
	    const char *from, const char *to)
{
	struct change *change = &forgetful->changes[forgetful->change_count++];

	assert_true(forgetful->change_count < MOST_CHANGES);
	change->what = what;
	snprintf(change->from, sizeof change->from, "%s", from);
	snprintf(change->to, sizeof change->to, "%s", to);
}

/* The account of an open file. */
static struct file *
account(struct powercut_vfs *forgetful, int fd)
{
	struct stat stat;

	assert_int_equal(fstat(fd, &stat), 0);
	for (size_t i = 0; i < forgetful->file_count; i++)
		if (forgetful->files[i].inode == stat.st_ino)
			return &forgetful->files[i];
	/* Old ones are on the disk. */
	if (forgetful->file_count == MOST_FILES) {
		memmove(forgetful->files, forgetful->files + 1,
			(MOST_FILES - 1) * sizeof *forgetful->files);
		forgetful->file_count--;
	}
	forgetful->files[forgetful->file_count] =
		(struct file){stat.st_ino, stat.st_size};
	return &forgetful->files[forgetful->file_count++];
}

static int
forgetful_open(const struct dtap_vfs *vfs, int directory, const char *name,
	       int flags)
{
	int fd = dtap_vfs.open(vfs, directory, name, flags);

	if (fd < 0 || !(flags & O_CREAT))
		return fd;
	note_change(of(vfs), MADE, "", name);
	account(of(vfs), fd)->synced = 0;
	return fd;
}

static int
forgetful_sync(const struct dtap_vfs *vfs, int fd)
{
	struct stat stat;

	assert_int_equal(fstat(fd, &stat), 0);
	if (S_ISDIR(stat.st_mode))
		of(vfs)->change_count = 0;
	else
		account(of(vfs), fd)->synced = stat.st_size;
	return 0;
}

static int
forgetful_cut_file(const struct dtap_vfs *vfs, int fd, off_t size)
{
	struct file *file = account(of(vfs), fd);

	file->synced = file->synced < size ? file->synced : size;
	return dtap_vfs.cut(vfs, fd, size);
}

static int
forgetful_rename(const struct dtap_vfs *vfs, int directory, const char *from,
		 const char *to)
{
	if (dtap_vfs.rename(vfs, directory, from, to) < 0)
		return -1;
	note_change(of(vfs), RENAMED, from, to);
	return 0;
}

/* Until the directory is synced it is only out of sight. */
static int
forgetful_remove(const struct dtap_vfs *vfs, int directory, const char *name)
{
	struct powercut_vfs *forgetful = of(vfs);
	char hidden[DTAP_CAPTURE_NAME_ROOM];

	snprintf(hidden, sizeof hidden, "removed-%u", forgetful->removed++);
	if (renameat(directory, name, directory, hidden) < 0)
		return -1;
	note_change(forgetful, REMOVED, name, hidden);
	return 0;
}

struct powercut_vfs *
powercut_vfs_new(const char *directory, uint64_t seed)
{
	struct powercut_vfs *forgetful = calloc(1, sizeof *forgetful);

	assert_non_null(forgetful);
	forgetful->calls = dtap_vfs;
	forgetful->calls.open = forgetful_open;
	forgetful->calls.sync = forgetful_sync;
	forgetful->calls.cut = forgetful_cut_file;
	forgetful->calls.rename = forgetful_rename;
	forgetful->calls.remove = forgetful_remove;
	forgetful->random = seed * 2654435761 + 88172645463325252;
	snprintf(forgetful->directory, sizeof forgetful->directory, "%s",
		 directory);
	return forgetful;
}

void
powercut_vfs_free(struct powercut_vfs *forgetful)
{
	free(forgetful);
}

const struct dtap_vfs *
powercut_vfs_calls(const struct powercut_vfs *forgetful)
{
	return &forgetful->calls;
}

static void
undo(const struct change *change, int directory)
{
	if (change->what == MADE)
		unlinkat(directory, change->to, 0);
	else if (change->what == RENAMED)
		renameat(directory, change->to, directory, change->from);
	else
		renameat(directory, change->to, directory, change->from);
}

/* Overwrites the file from `at` on with zeros, its length unchanged. */
static void
drown(int fd, off_t at, off_t size)
{
	static const char zeros[SECTOR];

	for (at = at / SECTOR * SECTOR + SECTOR; at < size; at += SECTOR)
		assert_true(pwrite(fd, zeros,
				   (size_t)(size - at < SECTOR ? size - at
							       : SECTOR),
				   at) > 0);
}

static void
forget_bytes(struct powercut_vfs *forgetful, int fd)
{
	const struct file *file = account(forgetful, fd);
	struct stat stat;
	off_t kept;

	assert_int_equal(fstat(fd, &stat), 0);
	if (stat.st_size <= file->synced)
		return;
	kept = file->synced +
	       (off_t)below(forgetful,
			    (uint64_t)(stat.st_size - file->synced) + 1);
	switch (below(forgetful, 4)) {
	case 0: /* nothing but what was synced */
		assert_int_equal(ftruncate(fd, file->synced), 0);
		break;
	case 1: /* some more of it */
		assert_int_equal(ftruncate(fd, kept), 0);
		break;
	case 2: /* the length, but not all sectors */
		drown(fd, kept, stat.st_size);
		break;
	default: /* all of it */
		break;
	}
}

/* What is left of a file is on the disk. */
static void
forget_in(struct powercut_vfs *forgetful, int directory, const char *name)
{
	struct stat stat;
	int fd;

	if (fstatat(directory, name, &stat, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(stat.st_mode))
		return;
	fd = openat(directory, name, O_RDWR);
	assert_true(fd >= 0);
	forget_bytes(forgetful, fd);
	assert_int_equal(fstat(fd, &stat), 0);
	account(forgetful, fd)->synced = stat.st_size;
	close(fd);
}

static void
forget_files(struct powercut_vfs *forgetful, int directory)
{
	DIR *dir = opendir(forgetful->directory);
	const struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strncmp(entry->d_name, "removed-", 8) == 0)
			unlinkat(directory, entry->d_name, 0);
		else
			forget_in(forgetful, directory, entry->d_name);
	}
	closedir(dir);
	forgetful->removed = 0;
}

void
powercut_vfs_cut(struct powercut_vfs *forgetful)
{
	int directory = open(forgetful->directory, O_RDONLY | O_DIRECTORY);
	size_t keep = below(forgetful, forgetful->change_count + 1);

	assert_true(directory >= 0);
	while (forgetful->change_count > keep)
		undo(&forgetful->changes[--forgetful->change_count], directory);
	forgetful->change_count = 0;
	forget_files(forgetful, directory);
	close(directory);
}

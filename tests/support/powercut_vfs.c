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

/* A change of a name since the last sync of the directory. */
struct change {
	enum change_kind { MADE, RENAMED, REMOVED } what;
	char from[DTAP_CAPTURE_NAME_ROOM], to[DTAP_CAPTURE_NAME_ROOM];
};

/* A file, by its inode, and how many bytes of it are on the disk. */
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
below(struct powercut_vfs *powercut, uint64_t limit)
{
	powercut->random ^= powercut->random >> 12;
	powercut->random ^= powercut->random << 25;
	powercut->random ^= powercut->random >> 27;
	return (powercut->random * UINT64_C(2685821657736338717) >> 32) % limit;
}

static void
note_change(struct powercut_vfs *powercut, enum change_kind what,
	    const char *from, const char *to)
{
	struct change *change = &powercut->changes[powercut->change_count++];

	assert_true(powercut->change_count < MOST_CHANGES);
	change->what = what;
	snprintf(change->from, sizeof change->from, "%s", from);
	snprintf(change->to, sizeof change->to, "%s", to);
}

/* The entry of an open file. */
static struct file *
account(struct powercut_vfs *powercut, int fd)
{
	struct stat stat;

	assert_int_equal(fstat(fd, &stat), 0);
	for (size_t i = 0; i < powercut->file_count; i++)
		if (powercut->files[i].inode == stat.st_ino)
			return &powercut->files[i];
	/* Files from before are on the disk. */
	if (powercut->file_count == MOST_FILES) {
		memmove(powercut->files, powercut->files + 1,
			(MOST_FILES - 1) * sizeof *powercut->files);
		powercut->file_count--;
	}
	powercut->files[powercut->file_count] =
		(struct file){stat.st_ino, stat.st_size};
	return &powercut->files[powercut->file_count++];
}

static int
powercut_open(const struct dtap_vfs *vfs, int directory, const char *name,
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
powercut_sync(const struct dtap_vfs *vfs, int fd)
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
powercut_cut_file(const struct dtap_vfs *vfs, int fd, off_t size)
{
	struct file *file = account(of(vfs), fd);

	file->synced = file->synced < size ? file->synced : size;
	return dtap_vfs.cut(vfs, fd, size);
}

static int
powercut_rename(const struct dtap_vfs *vfs, int directory, const char *from,
		const char *to)
{
	if (dtap_vfs.rename(vfs, directory, from, to) < 0)
		return -1;
	note_change(of(vfs), RENAMED, from, to);
	return 0;
}

/* Until the directory is synced, the file is only moved away. */
static int
powercut_remove(const struct dtap_vfs *vfs, int directory, const char *name)
{
	struct powercut_vfs *powercut = of(vfs);
	char hidden[DTAP_CAPTURE_NAME_ROOM];

	snprintf(hidden, sizeof hidden, "removed-%u", powercut->removed++);
	if (renameat(directory, name, directory, hidden) < 0)
		return -1;
	note_change(powercut, REMOVED, name, hidden);
	return 0;
}

struct powercut_vfs *
powercut_vfs_new(const char *directory, uint64_t seed)
{
	struct powercut_vfs *powercut = calloc(1, sizeof *powercut);

	assert_non_null(powercut);
	powercut->calls = dtap_vfs;
	powercut->calls.open = powercut_open;
	powercut->calls.sync = powercut_sync;
	powercut->calls.cut = powercut_cut_file;
	powercut->calls.rename = powercut_rename;
	powercut->calls.remove = powercut_remove;
	powercut->random = seed * 2654435761 + 88172645463325252;
	snprintf(powercut->directory, sizeof powercut->directory, "%s",
		 directory);
	return powercut;
}

void
powercut_vfs_free(struct powercut_vfs *powercut)
{
	free(powercut);
}

const struct dtap_vfs *
powercut_vfs_calls(const struct powercut_vfs *powercut)
{
	return &powercut->calls;
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
zero_sectors(int fd, off_t at, off_t size)
{
	static const char zeros[SECTOR];

	for (at = at / SECTOR * SECTOR + SECTOR; at < size; at += SECTOR)
		assert_true(pwrite(fd, zeros,
				   (size_t)(size - at < SECTOR ? size - at
							       : SECTOR),
				   at) > 0);
}

static void
lose_bytes(struct powercut_vfs *powercut, int fd)
{
	const struct file *file = account(powercut, fd);
	struct stat stat;
	off_t kept;

	assert_int_equal(fstat(fd, &stat), 0);
	if (stat.st_size <= file->synced)
		return;
	kept = file->synced +
	       (off_t)below(powercut,
			    (uint64_t)(stat.st_size - file->synced) + 1);
	switch (below(powercut, 4)) {
	case 0: /* only what was synced */
		assert_int_equal(ftruncate(fd, file->synced), 0);
		break;
	case 1: /* some more bytes */
		assert_int_equal(ftruncate(fd, kept), 0);
		break;
	case 2: /* the length, but not all sectors */
		zero_sectors(fd, kept, stat.st_size);
		break;
	default: /* all of it */
		break;
	}
}

/* Everything that is left is on the disk now. */
static void
lose_bytes_of(struct powercut_vfs *powercut, int directory, const char *name)
{
	struct stat stat;
	int fd;

	if (fstatat(directory, name, &stat, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(stat.st_mode))
		return;
	fd = openat(directory, name, O_RDWR);
	assert_true(fd >= 0);
	lose_bytes(powercut, fd);
	assert_int_equal(fstat(fd, &stat), 0);
	account(powercut, fd)->synced = stat.st_size;
	close(fd);
}

static void
lose_unsynced(struct powercut_vfs *powercut, int directory)
{
	DIR *dir = opendir(powercut->directory);
	const struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strncmp(entry->d_name, "removed-", 8) == 0)
			unlinkat(directory, entry->d_name, 0);
		else
			lose_bytes_of(powercut, directory, entry->d_name);
	}
	closedir(dir);
	powercut->removed = 0;
}

void
powercut_vfs_cut(struct powercut_vfs *powercut)
{
	int directory = open(powercut->directory, O_RDONLY | O_DIRECTORY);
	size_t keep = below(powercut, powercut->change_count + 1);

	assert_true(directory >= 0);
	while (powercut->change_count > keep)
		undo(&powercut->changes[--powercut->change_count], directory);
	powercut->change_count = 0;
	lose_unsynced(powercut, directory);
	close(directory);
}

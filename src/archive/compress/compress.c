/* SPDX-License-Identifier: MIT */
#include "archive/compress/compress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "archive/compress/encoder.h"

#define CHUNK (64 * 1024)

struct squeeze {
	const struct dtap_disk *disk;
	int directory;
	const atomic_bool *stop;
	int in, out;
	off_t read, written;
	struct dtap_codec *codec;
	char plain[DTAP_NAME_ROOM], part[DTAP_NAME_ROOM], done[DTAP_NAME_ROOM];
};

/* What a capture of this kind becomes. */
static enum dtap_file_kind
squeezed_kind(enum dtap_file_kind kind, enum dtap_squeeze squeeze)
{
	bool gzip = squeeze == DTAP_SQUEEZE_GZIP;

	if (kind == DTAP_FILE_PCAP)
		return gzip ? DTAP_FILE_PCAP_GZ : DTAP_FILE_PCAP_ZST;
	return gzip ? DTAP_FILE_RAW_GZ : DTAP_FILE_RAW_ZST;
}

static int
write_out(void *arg, const uint8_t *bytes, size_t size)
{
	struct squeeze *squeeze = arg;
	struct iovec iov = {(void *)bytes, size};

	if (size == 0)
		return 0;
	if (dtap_disk_write_all(squeeze->disk, squeeze->out, &iov, 1,
				squeeze->written) < 0)
		return -1;
	squeeze->written += (off_t)size;
	return 0;
}

/* Reads on until `chunk` is full or the file ends; -1: an error. */
static ssize_t
read_chunk(struct squeeze *squeeze, uint8_t *chunk)
{
	ssize_t size;

	do
		size = squeeze->disk->read(squeeze->disk, squeeze->in, chunk,
					   CHUNK, squeeze->read);
	while (size < 0 && errno == EINTR);
	if (size > 0)
		squeeze->read += size;
	return size;
}

static int
copy(struct squeeze *squeeze)
{
	uint8_t *chunk = malloc(CHUNK);
	int status = chunk == NULL ? -1 : 0;
	ssize_t size = 1;

	while (status == 0 && size > 0) {
		if (atomic_load(squeeze->stop)) {
			errno = ECANCELED;
			status = -1;
			break;
		}
		size = read_chunk(squeeze, chunk);
		status = size < 0 ? -1
				  : dtap_codec_feed(squeeze->codec, chunk,
						    (size_t)size, size == 0,
						    write_out, squeeze);
	}
	free(chunk);
	return status;
}

/* The compressed file is as old as what is in it. */
static void
keep_time(const struct squeeze *squeeze)
{
	struct stat stat;

	if (fstat(squeeze->in, &stat) == 0)
		futimens(squeeze->out,
			 (struct timespec[]){stat.st_atim, stat.st_mtim});
}

/* The file of that name has the bytes of what we have just written. */
static bool
is_the_same(const struct squeeze *squeeze, int fd)
{
	uint8_t theirs[4096], ours[4096];
	off_t at = 0;
	ssize_t size;

	do {
		size = squeeze->disk->read(squeeze->disk, fd, theirs,
					   sizeof theirs, at);
		if (size < 0 ||
		    squeeze->disk->read(squeeze->disk, squeeze->out, ours,
					sizeof ours, at) != size ||
		    memcmp(theirs, ours, (size_t)size) != 0)
			return false;
		at += size;
	} while (size > 0);
	return true;
}

/*
 * A power cut may have left both files.  Where the compressed one is what we
 * would put there, it is done; else it is a stranger's.
 */
static int
name_it(const struct squeeze *squeeze)
{
	const struct dtap_disk *disk = squeeze->disk;
	bool same;
	int fd;

	if (disk->rename(disk, squeeze->directory, squeeze->part,
			 squeeze->done) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	fd = disk->open(disk, squeeze->directory, squeeze->done,
			O_RDONLY | O_NONBLOCK);
	same = fd >= 0 && is_the_same(squeeze, fd);
	if (fd >= 0)
		disk->close(disk, fd);
	errno = EEXIST;
	return same ? disk->remove(disk, squeeze->directory, squeeze->part)
		    : -1;
}

/* Gives it its name, then removes the plain one. */
static int
replace(struct squeeze *squeeze)
{
	const struct dtap_disk *disk = squeeze->disk;

	keep_time(squeeze);
	if (disk->sync(disk, squeeze->out) < 0 || name_it(squeeze) < 0 ||
	    disk->sync(disk, squeeze->directory) < 0)
		return -1;
	if (disk->remove(disk, squeeze->directory, squeeze->plain) == 0)
		return 0;
	/* Somebody has deleted the capture meanwhile: so be it. */
	if (errno == ENOENT)
		disk->remove(disk, squeeze->directory, squeeze->done);
	return -1;
}

static int
run(struct squeeze *squeeze)
{
	const struct dtap_disk *disk = squeeze->disk;
	int status, error;

	/* What was left by one that was stopped. */
	disk->remove(disk, squeeze->directory, squeeze->part);
	squeeze->out = disk->open(disk, squeeze->directory, squeeze->part,
				  O_RDWR | O_CREAT | O_EXCL);
	if (squeeze->out < 0)
		return -1;
	/* So that nobody takes it for a left-over (recovery.h). */
	flock(squeeze->out, LOCK_EX | LOCK_NB);
	status = copy(squeeze) < 0 ? -1 : replace(squeeze);
	error = errno;
	if (status < 0)
		disk->remove(disk, squeeze->directory, squeeze->part);
	disk->close(disk, squeeze->out);
	errno = error;
	return status;
}

int
dtap_squeeze_capture(const struct dtap_name *name, enum dtap_squeeze how,
		     const struct dtap_disk *disk, int directory,
		     const atomic_bool *stop)
{
	enum dtap_file_kind kind = squeezed_kind(name->kind, how);
	struct squeeze squeeze = {
		.disk = disk, .directory = directory, .stop = stop};
	int status = -1, error;

	dtap_name_write_as(name, name->kind, false, squeeze.plain);
	dtap_name_write_as(name, kind, true, squeeze.part);
	dtap_name_write_as(name, kind, false, squeeze.done);
	squeeze.in = disk->open(disk, directory, squeeze.plain,
				O_RDONLY | O_NONBLOCK);
	if (squeeze.in < 0)
		return -1;
	squeeze.codec = dtap_codec_new(how);
	if (squeeze.codec != NULL)
		status = run(&squeeze);
	error = errno;
	dtap_codec_free(squeeze.codec);
	disk->close(disk, squeeze.in);
	errno = error;
	return status;
}

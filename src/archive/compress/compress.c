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

struct compression {
	const struct dtap_vfs *vfs;
	int directory;
	const atomic_bool *stop;
	int in, out;
	off_t read, written;
	struct dtap_encoder *encoder;
	char plain[DTAP_CAPTURE_NAME_ROOM], part[DTAP_CAPTURE_NAME_ROOM],
		done[DTAP_CAPTURE_NAME_ROOM];
};

/* What a capture of this kind becomes. */
static enum dtap_file_kind
compressed_kind(enum dtap_file_kind kind, enum dtap_compression compression)
{
	bool gzip = compression == DTAP_COMPRESSION_GZIP;

	if (kind == DTAP_FILE_PCAP)
		return gzip ? DTAP_FILE_PCAP_GZ : DTAP_FILE_PCAP_ZST;
	return gzip ? DTAP_FILE_RAW_GZ : DTAP_FILE_RAW_ZST;
}

static int
write_out(void *arg, const uint8_t *bytes, size_t size)
{
	struct compression *compression = arg;
	struct iovec iov = {(void *)bytes, size};

	if (size == 0)
		return 0;
	if (dtap_vfs_write_all(compression->vfs, compression->out, &iov, 1,
			       compression->written) < 0)
		return -1;
	compression->written += (off_t)size;
	return 0;
}

/* Reads on until `chunk` is full or the file ends; -1: an error. */
static ssize_t
read_chunk(struct compression *compression, uint8_t *chunk)
{
	ssize_t size;

	do
		size = compression->vfs->read(compression->vfs, compression->in,
					      chunk, CHUNK, compression->read);
	while (size < 0 && errno == EINTR);
	if (size > 0)
		compression->read += size;
	return size;
}

static int
copy(struct compression *compression)
{
	uint8_t *chunk = malloc(CHUNK);
	int status = chunk == NULL ? -1 : 0;
	ssize_t size = 1;

	while (status == 0 && size > 0) {
		if (atomic_load(compression->stop)) {
			errno = ECANCELED;
			status = -1;
			break;
		}
		size = read_chunk(compression, chunk);
		status = size < 0 ? -1
				  : dtap_encoder_feed(compression->encoder,
						      chunk, (size_t)size,
						      size == 0, write_out,
						      compression);
	}
	free(chunk);
	return status;
}

/* The compressed file is as old as what is in it. */
static void
keep_time(const struct compression *compression)
{
	struct stat stat;

	if (fstat(compression->in, &stat) == 0)
		futimens(compression->out,
			 (struct timespec[]){stat.st_atim, stat.st_mtim});
}

/* The file of that name has the bytes of what we have just written. */
static bool
is_the_same(const struct compression *compression, int fd)
{
	uint8_t theirs[4096], ours[4096];
	off_t at = 0;
	ssize_t size;

	do {
		size = compression->vfs->read(compression->vfs, fd, theirs,
					      sizeof theirs, at);
		if (size < 0 ||
		    compression->vfs->read(compression->vfs, compression->out,
					   ours, sizeof ours, at) != size ||
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
name_it(const struct compression *compression)
{
	const struct dtap_vfs *vfs = compression->vfs;
	bool same;
	int fd;

	if (vfs->rename(vfs, compression->directory, compression->part,
			compression->done) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	fd = vfs->open(vfs, compression->directory, compression->done,
		       O_RDONLY | O_NONBLOCK);
	same = fd >= 0 && is_the_same(compression, fd);
	if (fd >= 0)
		vfs->close(vfs, fd);
	errno = EEXIST;
	return same ? vfs->remove(vfs, compression->directory,
				  compression->part)
		    : -1;
}

/* Gives it its name, then removes the plain one. */
static int
replace(struct compression *compression)
{
	const struct dtap_vfs *vfs = compression->vfs;

	keep_time(compression);
	if (vfs->sync(vfs, compression->out) < 0 || name_it(compression) < 0 ||
	    vfs->sync(vfs, compression->directory) < 0)
		return -1;
	if (vfs->remove(vfs, compression->directory, compression->plain) == 0)
		return 0;
	/* Somebody has deleted the capture meanwhile: so be it. */
	if (errno == ENOENT)
		vfs->remove(vfs, compression->directory, compression->done);
	return -1;
}

static int
run(struct compression *compression)
{
	const struct dtap_vfs *vfs = compression->vfs;
	int status, error;

	/* What was left by one that was stopped. */
	vfs->remove(vfs, compression->directory, compression->part);
	compression->out =
		vfs->open(vfs, compression->directory, compression->part,
			  O_RDWR | O_CREAT | O_EXCL);
	if (compression->out < 0)
		return -1;
	/* So that nobody takes it for a left-over (recovery.h). */
	flock(compression->out, LOCK_EX | LOCK_NB);
	status = copy(compression) < 0 ? -1 : replace(compression);
	error = errno;
	if (status < 0)
		vfs->remove(vfs, compression->directory, compression->part);
	vfs->close(vfs, compression->out);
	errno = error;
	return status;
}

int
dtap_compress_capture(const struct dtap_capture_name *name,
		      enum dtap_compression how, const struct dtap_vfs *vfs,
		      int directory, const atomic_bool *stop)
{
	enum dtap_file_kind kind = compressed_kind(name->kind, how);
	struct compression compression = {
		.vfs = vfs, .directory = directory, .stop = stop};
	int status = -1, error;

	dtap_capture_name_write_as(name, name->kind, false, compression.plain);
	dtap_capture_name_write_as(name, kind, true, compression.part);
	dtap_capture_name_write_as(name, kind, false, compression.done);
	compression.in = vfs->open(vfs, directory, compression.plain,
				   O_RDONLY | O_NONBLOCK);
	if (compression.in < 0)
		return -1;
	compression.encoder = dtap_encoder_new(how);
	if (compression.encoder != NULL)
		status = run(&compression);
	error = errno;
	dtap_encoder_free(compression.encoder);
	vfs->close(vfs, compression.in);
	errno = error;
	return status;
}

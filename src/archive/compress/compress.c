/* SPDX-License-Identifier: MIT */
#include "archive/compress/compress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/compress/encoder.h"

#define CHUNK (64 * 1024)

struct compression {
	const struct dtap_capture_name *name;
	enum dtap_file_kind kind; /* of the compressed file */
	struct dtap_capture_index *index;
	const struct dtap_directory_handle *handle;
	const struct dtap_vfs *vfs;
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
 * would put there, it is done; else it is somebody else's.
 */
static int
give_name(const struct compression *compression)
{
	const struct dtap_vfs *vfs = compression->vfs;
	bool same;
	int fd;

	if (dtap_capture_index_add_form(compression->index, compression->handle,
					compression->name,
					compression->kind) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	fd = vfs->open(vfs, compression->handle->fd, compression->done,
		       O_RDONLY | O_NONBLOCK);
	same = fd >= 0 && is_the_same(compression, fd);
	if (fd >= 0)
		vfs->close(vfs, fd);
	errno = EEXIST;
	return same ? vfs->remove(vfs, compression->handle->fd,
				  compression->part)
		    : -1;
}

static void
remove_compressed(const struct compression *compression)
{
	compression->vfs->remove(compression->vfs, compression->handle->fd,
				 compression->done);
	dtap_capture_index_update(compression->index, compression->handle,
				  compression->name);
	errno = ENOENT;
}

/* Gives it its name, then removes the plain file. */
static int
replace(struct compression *compression)
{
	const struct dtap_vfs *vfs = compression->vfs;

	keep_time(compression);
	if (vfs->sync(vfs, compression->out) < 0 ||
	    give_name(compression) < 0 ||
	    vfs->sync(vfs, compression->handle->fd) < 0)
		return -1;
	if (dtap_capture_index_remove_form(
		    compression->index, compression->handle, compression->name,
		    compression->name->kind) == 0)
		return 0;
	/* Somebody has deleted the plain file meanwhile: it stays deleted. */
	if (errno == ENOENT)
		remove_compressed(compression);
	return -1;
}

static int
run(struct compression *compression)
{
	const struct dtap_vfs *vfs = compression->vfs;
	int status, error;

	/* What one that was stopped has left. */
	vfs->remove(vfs, compression->handle->fd, compression->part);
	compression->out =
		vfs->open(vfs, compression->handle->fd, compression->part,
			  O_RDWR | O_CREAT | O_EXCL);
	if (compression->out < 0)
		return -1;
	status = copy(compression) < 0 ? -1 : replace(compression);
	error = errno;
	if (status < 0)
		vfs->remove(vfs, compression->handle->fd, compression->part);
	vfs->close(vfs, compression->out);
	errno = error;
	return status;
}

int
dtap_compress_capture(const struct dtap_capture_name *name,
		      enum dtap_compression how,
		      struct dtap_capture_index *index,
		      const struct dtap_directory_handle *handle,
		      const atomic_bool *stop)
{
	const struct dtap_vfs *vfs = dtap_capture_index_vfs(index);
	struct compression compression = {
		.name = name,
		.kind = compressed_kind(name->kind, how),
		.index = index,
		.handle = handle,
		.vfs = vfs,
		.stop = stop,
	};
	int status = -1, error;

	dtap_capture_name_write_as(name, name->kind, false, compression.plain);
	dtap_capture_name_write_as(name, compression.kind, true,
				   compression.part);
	dtap_capture_name_write_as(name, compression.kind, false,
				   compression.done);
	compression.in = vfs->open(vfs, handle->fd, compression.plain,
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

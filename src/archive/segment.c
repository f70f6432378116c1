/* SPDX-License-Identifier: MIT */
#include "archive/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

int
dtap_segment_open(struct dtap_segment *segment, const struct dtap_vfs *vfs,
		  int directory, const struct dtap_capture_name *name)
{
	char text[DTAP_CAPTURE_NAME_ROOM];

	*segment = (struct dtap_segment){.vfs = vfs, .name = *name};
	segment->name.part = true;
	dtap_capture_name_write(&segment->name, text);
	segment->fd =
		vfs->open(vfs, directory, text, O_RDWR | O_CREAT | O_EXCL);
	if (segment->fd < 0)
		return -1;
	return 0;
}

int
dtap_segment_write(struct dtap_segment *segment, struct iovec *iov, int count,
		   uint64_t bytes)
{
	const struct dtap_vfs *vfs = segment->vfs;
	int error;

	if (dtap_vfs_write_all(vfs, segment->fd, iov, count,
			       (off_t)segment->bytes) == 0) {
		segment->bytes += bytes;
		return 0;
	}
	error = errno;
	vfs->cut(vfs, segment->fd, (off_t)segment->bytes);
	errno = error;
	return -1;
}

int
dtap_segment_sync(struct dtap_segment *segment)
{
	if (segment->vfs->sync(segment->vfs, segment->fd) < 0)
		return -1;
	segment->synced = segment->bytes;
	return 0;
}

bool
dtap_segment_is_gone(const struct dtap_segment *segment)
{
	struct stat stat;

	return fstat(segment->fd, &stat) == 0 && stat.st_nlink == 0;
}

void
dtap_segment_close(struct dtap_segment *segment)
{
	if (segment->fd >= 0)
		segment->vfs->close(segment->vfs, segment->fd);
	segment->fd = -1;
}

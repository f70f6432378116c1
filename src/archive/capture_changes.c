/* SPDX-License-Identifier: MIT */
/* The calls of capture_index.h that change names. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "archive/capture_index_private.h"

/* What is done to a capture that is there, under the lock.  -1 with errno. */
typedef int action(struct dtap_capture_index *index, int fd,
		   const struct dtap_capture *capture,
		   enum dtap_file_kind kind);

static int
change(struct dtap_capture_index *index,
       const struct dtap_directory_handle *handle,
       const struct dtap_capture_name *name, action *act,
       enum dtap_file_kind kind)
{
	struct dtap_capture capture;
	int status = -1, error;

	if (!dtap_capture_index_lock_names(index, handle))
		return -1;
	if (dtap_capture_index_check(index, handle->fd, name, &capture)) {
		status = act(index, handle->fd, &capture, kind);
		error = errno;
		dtap_capture_index_reread(index, handle->fd, name, &capture);
		errno = error;
	}
	dtap_directory_end_change(&index->directory);
	return status;
}

/* A file that is not there is no error. */
static int
remove_files(struct dtap_capture_index *index, int fd,
	     const struct dtap_capture *capture, enum dtap_file_kind unused)
{
	const struct dtap_vfs *vfs = index->directory.vfs;
	char text[DTAP_CAPTURE_NAME_ROOM];

	(void)unused;
	/* The sidecar file is the last kind: what a crash leaves of the capture
	 * is still known to be the archive's. */
	for (int kind = 0; kind < DTAP_FILE_KINDS; kind++) {
		if (kind == DTAP_FILE_MARK ||
		    !(capture->there & DTAP_FILE_BIT(kind)))
			continue;
		dtap_capture_name_write_as(
			&capture->name, (enum dtap_file_kind)kind, false, text);
		if (vfs->remove(vfs, fd, text) < 0 && errno != ENOENT)
			return -1;
	}
	return 0;
}

int
dtap_capture_index_remove(struct dtap_capture_index *index,
			  const struct dtap_directory_handle *handle,
			  const struct dtap_capture_name *name)
{
	return change(index, handle, name, remove_files, DTAP_FILE_KINDS);
}

static int
rename_part(struct dtap_capture_index *index, int fd,
	    const struct dtap_capture *capture, enum dtap_file_kind kind)
{
	const struct dtap_vfs *vfs = index->directory.vfs;
	char part[DTAP_CAPTURE_NAME_ROOM], text[DTAP_CAPTURE_NAME_ROOM];

	dtap_capture_name_write_as(&capture->name, kind, true, part);
	dtap_capture_name_write_as(&capture->name, kind, false, text);
	return vfs->rename(vfs, fd, part, text);
}

int
dtap_capture_index_add_form(struct dtap_capture_index *index,
			    const struct dtap_directory_handle *handle,
			    const struct dtap_capture_name *name,
			    enum dtap_file_kind kind)
{
	return change(index, handle, name, rename_part, kind);
}

static int
remove_form(struct dtap_capture_index *index, int fd,
	    const struct dtap_capture *capture, enum dtap_file_kind kind)
{
	const struct dtap_vfs *vfs = index->directory.vfs;
	char text[DTAP_CAPTURE_NAME_ROOM];

	dtap_capture_name_write_as(&capture->name, kind, false, text);
	return vfs->remove(vfs, fd, text);
}

int
dtap_capture_index_remove_form(struct dtap_capture_index *index,
			       const struct dtap_directory_handle *handle,
			       const struct dtap_capture_name *name,
			       enum dtap_file_kind kind)
{
	return change(index, handle, name, remove_form, kind);
}

void
dtap_capture_index_remove_part(struct dtap_capture_index *index,
			       const struct dtap_directory_handle *handle,
			       const struct dtap_capture_name *name)
{
	const struct dtap_vfs *vfs = index->directory.vfs;
	char text[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_capture capture;
	int file;

	dtap_capture_name_write(name, text);
	if (!dtap_capture_index_lock_names(index, handle))
		return;
	file = vfs->open(vfs, handle->fd, text, O_RDONLY | O_NONBLOCK);
	if (file >= 0) {
		if (flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
			vfs->remove(vfs, handle->fd, text);
		vfs->close(vfs, file);
		dtap_capture_index_reread(index, handle->fd, name, &capture);
	}
	dtap_directory_end_change(&index->directory);
}

/* Under the lock.  -1 with errno. */
static int
create_mark(const struct dtap_vfs *vfs, int fd,
	    const struct dtap_capture_name *name)
{
	char text[DTAP_CAPTURE_NAME_ROOM], byte;
	ssize_t size;
	int file;

	dtap_capture_name_write_as(name, DTAP_FILE_MARK, false, text);
	file = vfs->open(vfs, fd, text, O_RDWR | O_CREAT | O_NONBLOCK);
	if (file < 0)
		return -1;
	size = vfs->read(vfs, file, &byte, 1, 0);
	vfs->close(vfs, file);
	if (size > 0)
		errno = EEXIST;
	return size == 0 ? 0 : -1;
}

int
dtap_capture_index_mark(struct dtap_capture_index *index,
			const struct dtap_directory_handle *handle,
			const struct dtap_capture_name *name)
{
	const struct dtap_vfs *vfs = index->directory.vfs;
	struct dtap_capture capture;
	int status;

	/* Also where the index has another directory meanwhile. */
	dtap_directory_begin_change(&index->directory);
	status = create_mark(vfs, handle->fd, name);
	if (status == 0 && handle->generation == index->directory.generation)
		dtap_capture_index_reread(index, handle->fd, name, &capture);
	dtap_directory_end_change(&index->directory);
	/* Without the lock: it takes the disk's time. */
	return status < 0 ? -1 : vfs->sync(vfs, handle->fd);
}

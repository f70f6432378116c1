/* SPDX-License-Identifier: MIT */
/*
 * capture_index.h - which captures an archive has: the one place that knows.
 *
 * Recorder, compressor, uploader and HTTP ask the index, and all names in the
 * directory are changed through it, one at a time.  So no thread decides on a
 * list of files that another thread is changing.
 *
 * The directory is read once.  It is read again when somebody else has changed
 * it (the times of the directory are not those of our own last change), when a
 * file is found missing, and each hour.  If this takes more than 100 ms, it is
 * done in at most 5 % of the time.  On a file system that keeps times in whole
 * seconds, a change of others in the second of one of ours is noticed later.
 *
 * The index knows names, sizes and times.  Before a capture is sent,
 * compressed, served or deleted, dtap_capture_index_confirm() reads whether the
 * archive made it.
 *
 * Memory: 120 bytes for each capture; while the directory is read, up to 240
 * bytes for each file.
 *
 * Any thread.  A call may wait for the disk, also for a call of another thread.
 */
#ifndef DTAP_CAPTURE_INDEX_H
#define DTAP_CAPTURE_INDEX_H

#include "archive/capture_table.h"
#include "archive/directory.h"

struct dtap_capture_index;

/*
 * The strings and vfs (NULL: the real one) outlive it.  Nothing is read yet.
 * NULL: ENOMEM.
 */
struct dtap_capture_index *dtap_capture_index_new(const char *path,
						  const char *tap,
						  const struct dtap_vfs *vfs);
void dtap_capture_index_free(struct dtap_capture_index *index); /* or NULL */

/*
 * The file system for all who work in the directory.  It notes each change of a
 * name.  It locks (flock) a file that is created with O_EXCL before another
 * thread can see it.
 */
const struct dtap_vfs *dtap_capture_index_vfs(
	const struct dtap_capture_index *index);

/*
 * Opens the directory, and reads it if that is necessary, or in any case if
 * `anew`.  The caller leaves it.  -1 with errno, and handle->fd is -1.
 */
int dtap_capture_index_enter(struct dtap_capture_index *index, bool anew,
			     struct dtap_directory_handle *handle);

/* Closes it, if it is open. */
void dtap_capture_index_leave(struct dtap_capture_index *index,
			      struct dtap_directory_handle *handle);

/* The path does not lead to this directory any more. */
bool dtap_capture_index_has_moved(const struct dtap_capture_index *index,
				  const struct dtap_directory_handle *handle);

/*
 * The calls below are about the directory that was entered.  If the index has
 * another one meanwhile, they find and change nothing, with errno ESTALE.
 */

void dtap_capture_index_sums(struct dtap_capture_index *index,
			     const struct dtap_directory_handle *handle,
			     struct dtap_capture_sums *sums);

/*
 * The oldest capture that matches and is newer than `after` (NULL: of all).
 * False: there is none.
 */
bool dtap_capture_index_next(struct dtap_capture_index *index,
			     const struct dtap_directory_handle *handle,
			     const struct dtap_capture_filter *filter,
			     const struct dtap_capture_name *after,
			     struct dtap_capture *capture);

/* The newest that matches and is older than `before` (NULL: of all). */
bool dtap_capture_index_previous(struct dtap_capture_index *index,
				 const struct dtap_directory_handle *handle,
				 const struct dtap_capture_filter *filter,
				 const struct dtap_capture_name *before,
				 struct dtap_capture *capture);

/* dtap_capture_table_page() of the index: all of one moment. */
size_t dtap_capture_index_page(struct dtap_capture_index *index,
			       const struct dtap_directory_handle *handle,
			       const struct dtap_capture_name *before,
			       struct dtap_capture *captures, size_t most,
			       uint64_t *older);

/*
 * The capture of this name, if the archive made it: it has a sidecar file of an
 * archive, and its files are regular files without another hard link.  False
 * with errno; ENOENT: it is not there, or is somebody else's, and is not in the
 * index any more; EBUSY: it is not finished; EIO: the sidecar file cannot be
 * read.
 */
bool dtap_capture_index_confirm(struct dtap_capture_index *index,
				const struct dtap_directory_handle *handle,
				const struct dtap_capture_name *name,
				struct dtap_capture *capture);

/* The files of this capture have changed: reads them. */
void dtap_capture_index_update(struct dtap_capture_index *index,
			       const struct dtap_directory_handle *handle,
			       const struct dtap_capture_name *name);

/*
 * Confirms and deletes a finished capture, its sidecar file last.  Its mark
 * stays.  -1 with errno.
 */
int dtap_capture_index_remove(struct dtap_capture_index *index,
			      const struct dtap_directory_handle *handle,
			      const struct dtap_capture_name *name);

/*
 * The unfinished file of this kind gets its finished name, if the capture is
 * still there.  -1 with errno; ENOENT: the capture was deleted.
 */
int dtap_capture_index_add_form(struct dtap_capture_index *index,
				const struct dtap_directory_handle *handle,
				const struct dtap_capture_name *name,
				enum dtap_file_kind kind);

/* Deletes the file of this kind.  -1 with errno; ENOENT: the capture or the
 * file was deleted. */
int dtap_capture_index_remove_form(struct dtap_capture_index *index,
				   const struct dtap_directory_handle *handle,
				   const struct dtap_capture_name *name,
				   enum dtap_file_kind kind);

/* Removes an unfinished file (its name) that no process has locked. */
void dtap_capture_index_remove_part(struct dtap_capture_index *index,
				    const struct dtap_directory_handle *handle,
				    const struct dtap_capture_name *name);

/*
 * Marks the capture as uploaded, on the disk, even if it was deleted meanwhile.
 * -1 with errno; EEXIST: a file of that name belongs to somebody else.
 */
int dtap_capture_index_mark(struct dtap_capture_index *index,
			    const struct dtap_directory_handle *handle,
			    const struct dtap_capture_name *name);

#endif

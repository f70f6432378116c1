/* SPDX-License-Identifier: MIT */
#include "archive/capture_index.h"

#include <errno.h>
#include <stdlib.h>

#include "archive/capture_index_private.h"
#include "archive/sidecar.h"
#include "base/clock.h"

#define READ_SHARE  20 /* reading takes at most one part in so many, if it */
#define READ_SLOW   (100 * DTAP_NS_PER_MS) /* ... takes longer than this */
#define READ_PERIOD (3600 * DTAP_NS_PER_S)

struct dtap_capture_index *
dtap_capture_index_new(const char *path, const char *tap,
		       const struct dtap_vfs *vfs)
{
	struct dtap_capture_index *index = calloc(1, sizeof *index);

	if (index == NULL)
		return NULL;
	dtap_directory_init(&index->directory, path, vfs);
	index->tap = tap;
	return index;
}

void
dtap_capture_index_free(struct dtap_capture_index *index)
{
	if (index == NULL)
		return;
	dtap_directory_destroy(&index->directory);
	dtap_capture_table_clear(&index->table);
	free(index);
}

const struct dtap_vfs *
dtap_capture_index_vfs(const struct dtap_capture_index *index)
{
	return &index->directory.calls;
}

/* Under the lock. */
static int
read_all(struct dtap_capture_index *index)
{
	struct dtap_scan scan;
	int64_t begun = dtap_clock_now();

	dtap_directory_know(&index->directory);
	if (dtap_scan_read(&scan, index->directory.fd, index->tap) < 0) {
		index->directory.stale = true;
		return -1;
	}
	dtap_capture_table_fill(&index->table, &scan);
	index->read = dtap_clock_now();
	index->took = index->read - begun;
	return 0;
}

/* Under the lock: it is time to read the directory. */
static bool
is_due(struct dtap_capture_index *index)
{
	int64_t since = dtap_clock_now() - index->read;

	return (dtap_directory_is_stale(&index->directory) &&
		(index->took < READ_SLOW ||
		 since >= READ_SHARE * index->took)) ||
	       since >= READ_PERIOD;
}

/* Under the lock. */
static int
enter(struct dtap_capture_index *index, bool anew,
      struct dtap_directory_handle *handle)
{
	unsigned before = index->directory.generation;

	if (dtap_directory_open(&index->directory) < 0)
		return -1;
	if (index->directory.generation != before) {
		dtap_capture_table_clear(&index->table);
		anew = true;
	}
	if ((anew || is_due(index)) && read_all(index) < 0)
		return -1;
	return dtap_directory_get(&index->directory, handle);
}

int
dtap_capture_index_enter(struct dtap_capture_index *index, bool anew,
			 struct dtap_directory_handle *handle)
{
	int status, error;

	handle->fd = -1;
	pthread_mutex_lock(&index->directory.lock);
	status = enter(index, anew, handle);
	error = errno;
	pthread_mutex_unlock(&index->directory.lock);
	errno = error;
	return status;
}

void
dtap_capture_index_leave(struct dtap_capture_index *index,
			 struct dtap_directory_handle *handle)
{
	const struct dtap_vfs *vfs = index->directory.vfs;
	int error = errno;

	if (handle->fd >= 0)
		vfs->close(vfs, handle->fd);
	handle->fd = -1;
	errno = error;
}

bool
dtap_capture_index_has_moved(const struct dtap_capture_index *index,
			     const struct dtap_directory_handle *handle)
{
	return dtap_directory_has_moved(&index->directory, handle);
}

/* Takes the lock.  False, with errno, and without the lock: another one. */
static bool
lock(struct dtap_capture_index *index,
     const struct dtap_directory_handle *handle)
{
	pthread_mutex_lock(&index->directory.lock);
	if (handle->generation == index->directory.generation)
		return true;
	pthread_mutex_unlock(&index->directory.lock);
	errno = ESTALE;
	return false;
}

bool
dtap_capture_index_lock_names(struct dtap_capture_index *index,
			      const struct dtap_directory_handle *handle)
{
	dtap_directory_begin_change(&index->directory);
	if (handle->generation == index->directory.generation)
		return true;
	errno = ESTALE;
	dtap_directory_end_change(&index->directory);
	return false;
}

void
dtap_capture_index_sums(struct dtap_capture_index *index,
			const struct dtap_directory_handle *handle,
			struct dtap_capture_sums *sums)
{
	*sums = (struct dtap_capture_sums){0};
	if (!lock(index, handle))
		return;
	*sums = index->table.sums;
	pthread_mutex_unlock(&index->directory.lock);
}

static bool
copy(struct dtap_capture_index *index, struct dtap_capture *capture,
     const struct dtap_capture *found)
{
	if (found != NULL)
		*capture = *found;
	pthread_mutex_unlock(&index->directory.lock);
	return found != NULL;
}

bool
dtap_capture_index_next(struct dtap_capture_index *index,
			const struct dtap_directory_handle *handle,
			const struct dtap_capture_filter *filter,
			const struct dtap_capture_name *after,
			struct dtap_capture *capture)
{
	return lock(index, handle) &&
	       copy(index, capture,
		    dtap_capture_table_next(&index->table, filter, after));
}

bool
dtap_capture_index_previous(struct dtap_capture_index *index,
			    const struct dtap_directory_handle *handle,
			    const struct dtap_capture_filter *filter,
			    const struct dtap_capture_name *before,
			    struct dtap_capture *capture)
{
	return lock(index, handle) &&
	       copy(index, capture,
		    dtap_capture_table_previous(&index->table, filter, before));
}

size_t
dtap_capture_index_page(struct dtap_capture_index *index,
			const struct dtap_directory_handle *handle,
			const struct dtap_capture_name *before,
			struct dtap_capture *captures, size_t most,
			uint64_t *older)
{
	size_t count;

	*older = 0;
	if (!lock(index, handle))
		return 0;
	count = dtap_capture_table_page(&index->table, before, captures, most,
					older);
	pthread_mutex_unlock(&index->directory.lock);
	return count;
}

/* Under the lock. */
static void
set(struct dtap_capture_index *index, const struct dtap_capture *capture)
{
	if (dtap_capture_table_set(&index->table, capture) < 0)
		index->directory.stale = true; /* no memory: another time */
}

void
dtap_capture_index_reread(struct dtap_capture_index *index, int fd,
			  const struct dtap_capture_name *name,
			  struct dtap_capture *capture)
{
	dtap_scan_capture(capture, fd, name);
	set(index, capture);
}

bool
dtap_capture_index_check(struct dtap_capture_index *index, int fd,
			 const struct dtap_capture_name *name,
			 struct dtap_capture *capture)
{
	const struct dtap_capture *known =
		dtap_capture_table_find(&index->table, name);
	enum dtap_sidecar_owner owner = DTAP_SIDECAR_NONE;

	errno = ENOENT;
	if (known == NULL)
		return false;
	dtap_scan_capture(capture, fd, name);
	if (capture->there != known->there)
		index->directory.stale = true; /* somebody else was here */
	if (dtap_capture_is_finished(capture))
		owner = dtap_sidecar_check(index->directory.vfs, fd, name);
	if (owner == DTAP_SIDECAR_FOREIGN)
		capture->there = capture->parts = 0;
	set(index, capture);
	errno = owner == DTAP_SIDECAR_UNREADABLE    ? EIO
		: capture->parts & DTAP_PLAIN_FILES ? EBUSY
						    : ENOENT;
	return owner == DTAP_SIDECAR_OURS;
}

bool
dtap_capture_index_confirm(struct dtap_capture_index *index,
			   const struct dtap_directory_handle *handle,
			   const struct dtap_capture_name *name,
			   struct dtap_capture *capture)
{
	bool found;

	if (!lock(index, handle))
		return false;
	found = dtap_capture_index_check(index, handle->fd, name, capture);
	pthread_mutex_unlock(&index->directory.lock);
	return found;
}

void
dtap_capture_index_update(struct dtap_capture_index *index,
			  const struct dtap_directory_handle *handle,
			  const struct dtap_capture_name *name)
{
	struct dtap_capture capture;
	int error = errno;

	if (lock(index, handle)) {
		dtap_capture_index_reread(index, handle->fd, name, &capture);
		pthread_mutex_unlock(&index->directory.lock);
	}
	errno = error;
}

/* SPDX-License-Identifier: MIT */
#include "archive/finalize.h"

#include <errno.h>

#define MOST_NUMBERS 1000 /* to be tried */

/* A later number that nobody has. */
static bool
find_free(struct dtap_capture_name *name, int directory)
{
	for (int i = 0; i < MOST_NUMBERS; i++) {
		if (!dtap_scan_is_taken(directory, name))
			return true;
		if (name->sequence == DTAP_CAPTURE_NAME_LAST)
			break;
		name->sequence++;
	}
	errno = EEXIST;
	return false;
}

static void
remove_side(const struct dtap_capture_name *name, const struct dtap_vfs *vfs,
	    int directory)
{
	char side[DTAP_CAPTURE_NAME_ROOM];
	int error = errno;

	dtap_capture_name_write_as(name, DTAP_FILE_SIDECAR, false, side);
	vfs->remove(vfs, directory, side);
	errno = error;
}

/* -1, EEXIST: a stranger has one of the names. */
static int
try_name(const struct dtap_capture_name *name, const struct dtap_sidecar *side,
	 const char *part, const struct dtap_vfs *vfs, int directory)
{
	char finished[DTAP_CAPTURE_NAME_ROOM];

	if (dtap_sidecar_write(side, vfs, directory, name) < 0)
		return -1;
	dtap_capture_name_write_as(name, name->kind, false, finished);
	if (vfs->rename(vfs, directory, part, finished) == 0)
		return 0;
	remove_side(name, vfs, directory);
	return -1;
}

int
dtap_finalize(struct dtap_capture_name *name, const struct dtap_sidecar *side,
	      struct dtap_capture_index *index,
	      const struct dtap_directory_handle *handle)
{
	const struct dtap_vfs *vfs = dtap_capture_index_vfs(index);
	struct dtap_capture_name finished = *name;
	char part[DTAP_CAPTURE_NAME_ROOM];

	dtap_capture_name_write_as(name, name->kind, true, part);
	finished.part = false;
	while (try_name(&finished, side, part, vfs, handle->fd) < 0)
		if (errno != EEXIST || !find_free(&finished, handle->fd))
			return -1;
	dtap_capture_index_update(index, handle, name);
	dtap_capture_index_update(index, handle, &finished);
	*name = finished;
	return vfs->sync(vfs, handle->fd);
}

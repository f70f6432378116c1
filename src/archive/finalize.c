/* SPDX-License-Identifier: MIT */
#include "archive/finalize.h"

#include <errno.h>

#include "archive/scan.h"

#define MOST_NUMBERS 1000 /* to be tried */

/* A later number that nobody has. */
static bool
find_free(struct dtap_name *name, int directory)
{
	for (int i = 0; i < MOST_NUMBERS; i++) {
		if (!dtap_shelf_is_taken(directory, name))
			return true;
		if (name->sequence == DTAP_NAME_LAST)
			break;
		name->sequence++;
	}
	errno = EEXIST;
	return false;
}

static void
remove_side(const struct dtap_name *name, const struct dtap_disk *disk,
	    int directory)
{
	char side[DTAP_NAME_ROOM];
	int error = errno;

	dtap_name_write_as(name, DTAP_FILE_SIDE, false, side);
	disk->remove(disk, directory, side);
	errno = error;
}

/* -1, EEXIST: a stranger has one of the names. */
static int
try_name(const struct dtap_name *name, const struct dtap_side *side,
	 const char *part, const struct dtap_disk *disk, int directory)
{
	char finished[DTAP_NAME_ROOM];

	if (dtap_side_write(side, disk, directory, name) < 0)
		return -1;
	dtap_name_write_as(name, name->kind, false, finished);
	if (disk->rename(disk, directory, part, finished) == 0)
		return 0;
	remove_side(name, disk, directory);
	return -1;
}

int
dtap_finish(struct dtap_name *name, const struct dtap_side *side,
	    const struct dtap_disk *disk, int directory)
{
	struct dtap_name finished = *name;
	char part[DTAP_NAME_ROOM];

	dtap_name_write_as(name, name->kind, true, part);
	finished.part = false;
	while (try_name(&finished, side, part, disk, directory) < 0)
		if (errno != EEXIST || !find_free(&finished, directory))
			return -1;
	*name = finished;
	return disk->sync(disk, directory);
}

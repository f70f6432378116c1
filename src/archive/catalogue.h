/* SPDX-License-Identifier: MIT */
/*
 * catalogue.h - what an archive has recorded, for who wants to read it.
 *
 * Reads the directory each time, on the caller's thread, and so waits for the
 * disk; neither the archive nor a stream waits for that.  Names are checked to
 * be of this tap's files before anything is opened: none leads out of the
 * directory, or through a symbolic link.  Any thread.
 */
#ifndef DTAP_CATALOGUE_H
#define DTAP_CATALOGUE_H

#include "archive/archive.h"

struct dtap_catalogue_entry {
	const char *name; /* finished, also of the one that grows */
	const char *side; /* its sidecar file's name; NULL: there is none yet */
	uint64_t bytes;   /* of the one that grows: whole records */
	int64_t begun;    /* Unix seconds, from the name */
	int64_t modified; /* the same, from the file; of the growing one 0 */
	bool growing;
	bool uploaded;
};

/*
 * Calls visit for each capture, the oldest first, the growing one last.  -1
 * with errno: the directory cannot be read.
 */
int dtap_catalogue_list(struct dtap_archive *archive,
			void (*visit)(void *arg,
				      const struct dtap_catalogue_entry *entry),
			void *arg);

/*
 * Opens a capture or a sidecar file by its finished name, to read the first
 * *bytes of it: of one that grows, whole records.  The descriptor is the
 * caller's, and stays good whatever becomes of the name.  -1: ENOENT, also for
 * a name that is none of this tap's; others of openat(2).
 */
int dtap_catalogue_open(struct dtap_archive *archive, const char *name,
			uint64_t *bytes, bool *growing);

/*
 * Deletes a finished capture with all that belongs to it, by the name of its
 * capture or sidecar file.  -1: ENOENT; EBUSY, it grows; others of unlinkat(2).
 */
int dtap_catalogue_remove(struct dtap_archive *archive, const char *name);

#endif

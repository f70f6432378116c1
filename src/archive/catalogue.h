/* SPDX-License-Identifier: MIT */
/*
 * catalogue.h - what an archive has recorded, for readers.
 *
 * It asks the index (capture_index.h), and looks at each capture that it lists,
 * opens or deletes: the archive made it, and its files are regular files
 * without another hard link.  What is not so does not exist here.  Names are
 * checked before anything is opened: none leads out of the directory, or
 * through a symbolic link.
 *
 * It runs on the caller's thread, and waits for the disk; neither the archive
 * nor a stream waits for the caller.  Any thread.
 */
#ifndef DTAP_CATALOGUE_H
#define DTAP_CATALOGUE_H

#include "archive/archive.h"

struct dtap_catalogue_entry {
	const char *name; /* finished, also of the growing one */
	uint64_t bytes;   /* of the growing one: whole records */
	int64_t begun;    /* Unix seconds, from the name */
	int64_t modified; /* Unix seconds, of the file; of the growing one 0 */
	bool growing;
	bool uploaded;

	/*
	 * The text of its sidecar file, without the newline at its end.  NULL:
	 * there is none yet; or it is not as the archive writes it: it begins
	 * or ends otherwise, or has more than 64 KiB.
	 */
	const char *facts;
	size_t facts_size;
};

/* Which captures.  Zeros: none. */
struct dtap_catalogue_page {
	const char *before; /* a name: only older ones; NULL: all */
	size_t most;        /* the newest of these; the growing one counts */
};

/*
 * Calls visit for each capture of the page, the oldest first, the growing one
 * last.  *left_out: how many older ones there are.  No lock is held during a
 * call.  It takes 120 bytes of memory for each capture of the page, and 64 KiB.
 * -1 with errno: the directory cannot be read.
 */
int dtap_catalogue_list(struct dtap_archive *archive,
			const struct dtap_catalogue_page *page,
			void (*visit)(void *arg,
				      const struct dtap_catalogue_entry *entry),
			void *arg, uint64_t *left_out);

/*
 * Opens a capture or a sidecar file by its finished name, to read the first
 * *bytes of it: of the growing one, whole records.  The caller owns the
 * descriptor, which stays valid when the file is deleted.  -1: ENOENT, also for
 * a name that is none of this tap's; others of openat(2).
 */
int dtap_catalogue_open(struct dtap_archive *archive, const char *name,
			uint64_t *bytes, bool *growing);

/*
 * Deletes a finished capture with all that belongs to it, by the name of one of
 * its files.  -1: ENOENT; EBUSY, it is not finished; others of unlinkat(2).
 */
int dtap_catalogue_remove(struct dtap_archive *archive, const char *name);

#endif

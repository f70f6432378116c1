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

/*
 * A walk over the captures, the oldest first, in as many steps as the caller
 * likes.  Plain data: nothing is open between two steps, and captures that come
 * or go meanwhile do no harm.
 */
struct dtap_catalogue_walk {
	struct dtap_capture_name after; /* the last one visited; tap "": none */
	bool over;                      /* all were visited */
};

/*
 * Begins before the newest `most` captures; the growing one counts.
 * *left_out: how many older ones there are.  It takes 120 bytes of memory for
 * each capture of the walk until it returns.  -1 with errno: the directory
 * cannot be read.
 */
int dtap_catalogue_begin(struct dtap_catalogue_walk *walk,
			 struct dtap_archive *archive, size_t most,
			 uint64_t *left_out);

/*
 * Calls visit for the next captures, at most `most`, the growing one last.  No
 * lock is held during a call.  It takes 64 KiB of memory.  -1 with errno: the
 * directory cannot be read.
 */
int dtap_catalogue_step(struct dtap_catalogue_walk *walk,
			struct dtap_archive *archive, size_t most,
			void (*visit)(void *arg,
				      const struct dtap_catalogue_entry *entry),
			void *arg);

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

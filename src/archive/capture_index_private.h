/* SPDX-License-Identifier: MIT */
/*
 * capture_index_private.h - what the files of the index share: capture_index.c,
 * which finds, and capture_changes.c, which changes names.
 */
#ifndef DTAP_CAPTURE_INDEX_PRIVATE_H
#define DTAP_CAPTURE_INDEX_PRIVATE_H

#include "archive/capture_index.h"

struct dtap_capture_index {
	struct dtap_directory directory; /* first: it has the lock */
	const char *tap;
	/* Guarded by the lock. */
	struct dtap_capture_table table;
	int64_t read, took; /* monotonic ns: the last reading, and its time */
};

/*
 * dtap_directory_begin_change(), if the handle is of this directory.  False
 * with errno, and without the lock: it is another one.
 */
bool dtap_capture_index_lock_names(struct dtap_capture_index *index,
				   const struct dtap_directory_handle *handle);

/* Under the lock: reads the files of a capture. */
void dtap_capture_index_reread(struct dtap_capture_index *index, int fd,
			       const struct dtap_capture_name *name,
			       struct dtap_capture *capture);

/* Under the lock: dtap_capture_index_confirm(). */
bool dtap_capture_index_check(struct dtap_capture_index *index, int fd,
			      const struct dtap_capture_name *name,
			      struct dtap_capture *capture);

#endif

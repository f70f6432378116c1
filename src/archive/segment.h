/* SPDX-License-Identifier: MIT */
/*
 * segment.h - the file that grows: NAME.part, of whole records.
 *
 * Locked (flock) while it is open, so that no other process takes it for one
 * that a crash left behind.  One owner, one thread.
 */
#ifndef DTAP_SEGMENT_H
#define DTAP_SEGMENT_H

#include "archive/capture_name.h"
#include "archive/vfs.h"

struct dtap_segment {
	const struct dtap_vfs *vfs;
	struct dtap_capture_name name; /* its kind; part is set */
	int fd;                        /* -1: none is open */
	uint64_t bytes;                /* written, and whole */
	uint64_t synced;               /* of these, known to be on the disk */
};

/* Makes the file; -1 with errno: EEXIST, there is one. */
int dtap_segment_open(struct dtap_segment *segment, const struct dtap_vfs *vfs,
		      int directory, const struct dtap_capture_name *name);

/*
 * Writes whole records, `bytes` of them; iov is changed.  One system call where
 * the disk takes all.  -1: what it took of them is cut off again, as far as the
 * disk lets us.
 */
int dtap_segment_write(struct dtap_segment *segment, struct iovec *iov,
		       int count, uint64_t bytes);

int dtap_segment_sync(struct dtap_segment *segment);

/* The file has lost its name to somebody. */
bool dtap_segment_is_gone(const struct dtap_segment *segment);

void dtap_segment_close(struct dtap_segment *segment);

#endif

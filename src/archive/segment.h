/* SPDX-License-Identifier: MIT */
/*
 * segment.h - the growing file: NAME.part, of whole records.
 *
 * It is locked (flock) while it is open, so that no other process takes it for
 * one that a crash left.  One owner, one thread.
 */
#ifndef DTAP_SEGMENT_H
#define DTAP_SEGMENT_H

#include "archive/capture_name.h"
#include "archive/vfs.h"

struct dtap_segment {
	const struct dtap_vfs *vfs;
	struct dtap_capture_name name; /* its kind; part is set */
	int fd;                        /* -1: none is open */
	uint64_t bytes;                /* written, whole records */
	uint64_t synced;               /* of these, known to be on the disk */
};

/* Creates the file.  -1 with errno; EEXIST: the name is taken. */
int dtap_segment_open(struct dtap_segment *segment, const struct dtap_vfs *vfs,
		      int directory, const struct dtap_capture_name *name);

/*
 * Writes `bytes` bytes of whole records; iov is changed.  One system call, if
 * the disk accepts all of it.  -1 with errno: a part that was written is cut
 * off again, if the disk allows it.
 */
int dtap_segment_write(struct dtap_segment *segment, struct iovec *iov,
		       int count, uint64_t bytes);

int dtap_segment_sync(struct dtap_segment *segment);

/* The file was deleted. */
bool dtap_segment_is_gone(const struct dtap_segment *segment);

void dtap_segment_close(struct dtap_segment *segment);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * retention.h - how many of a tap's captures are kept: the oldest go first.
 *
 * Only finished captures that the archive made count and are deleted, each with
 * its sidecar file.  Any thread.
 */
#ifndef DTAP_RETENTION_H
#define DTAP_RETENTION_H

#include <stdatomic.h>

#include "archive/capture_index.h"

struct dtap_retention {
	uint64_t bytes, captures; /* may be kept; UINT64_MAX: no limit */
	int64_t seconds;          /* since the last write; 0: no limit */
};

struct dtap_deleted {
	uint64_t captures;
	uint64_t unsent; /* of these: were not uploaded */
};

/*
 * Deletes what exceeds the limits at the Unix time `now`.  A capture that
 * cannot be deleted stays, and counts.  When *stop becomes true (NULL: never),
 * it deletes a few more captures and no more: the rest is left for the next
 * start.
 */
struct dtap_deleted dtap_retention_enforce(
	const struct dtap_retention *limits, struct dtap_capture_index *index,
	const struct dtap_directory_handle *handle, int64_t now,
	const atomic_bool *stop);

/*
 * The clock has jumped by `by` seconds (or back, if below 0), at the time that
 * it called `before` until then.  Captures of before the jump are no older for
 * it: their times are moved as far, also on the disk.
 */
void dtap_retention_shift(struct dtap_capture_index *index,
			  const struct dtap_directory_handle *handle,
			  int64_t before, int64_t by);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * retention.h - how much of a tap's captures is kept: the oldest go first.
 *
 * Only captures that the archive made and finished count, and go; each with
 * its sidecar file.  Any thread.
 */
#ifndef DTAP_RETENTION_H
#define DTAP_RETENTION_H

#include "archive/scan.h"

struct dtap_retention {
	uint64_t bytes, files; /* may be kept; UINT64_MAX: as many as come */
	int64_t seconds;       /* since a capture was last written; 0: no cap */
};

/* Captures that went, and those of them that had not been uploaded. */
struct dtap_deleted {
	size_t captures, unsent;
};

/*
 * Deletes what is beyond the caps at the Unix time `now`.  One that cannot be
 * deleted stays, and counts.
 */
struct dtap_deleted dtap_retention_enforce(const struct dtap_retention *caps,
					   const struct dtap_scan *scan,
					   const struct dtap_vfs *vfs,
					   int directory, int64_t now);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * uploads.h - takes what is missing out of uploaded captures.
 *
 * A folder of uploads has captures with their sidecar files, as an archive
 * sends them (docs/archive.md), and folders of devices with the same: in the
 * folder of a device are captures of this device only.  What a device uploads
 * is hostile: only regular files with exactly these names are opened, and a
 * capture that is not exactly as its sidecar file says is left out as a whole;
 * the log says why.
 *
 * One owner, one thread.
 */
#ifndef DTAP_UPLOADS_H
#define DTAP_UPLOADS_H

#include "base/log.h"
#include "hub/merge/intake.h"

struct dtap_uploads {
	const char *folder;
	char (*devices)[DTAP_FLEET_WORD_ROOM]; /* whose captures are wanted */
	size_t device_count;                   /* 0: all */
	const struct dtap_log *log;
	struct dtap_holding *holding;
	struct dtap_intake *intake; /* spool and span are set */

	/* Counted. */
	uint64_t captures; /* that had something that was missing */
	uint64_t left_out;
};

/* False: the log says why; the folder cannot be read, the spool is full. */
bool dtap_uploads_take(struct dtap_uploads *uploads);

#endif

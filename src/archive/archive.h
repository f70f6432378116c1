/* SPDX-License-Identifier: MIT */
/*
 * archive.h - a tap recorded to files, by a thread of its own.
 *
 * The archive is one more subscriber of the tap's ring.  It may block on its
 * disk, and delays nobody else.  What leaves the ring meanwhile is lost to the
 * archive; this is counted, and pcap has a loss record in its place.
 *
 * A capture is written as NAME.part.  It gets its finished name
 * (capture_name.h) when it is whole and on the disk, with a sidecar file that
 * says what it holds. docs/archive.md has the promises.
 *
 * Any thread may read the status and give orders; this does not wait for the
 * disk. catalogue.h reads what was recorded.
 */
#ifndef DTAP_ARCHIVE_H
#define DTAP_ARCHIVE_H

#include <dtap/tap.h>

#include "archive/options.h"
#include "archive/status.h"
#include "base/log.h"

struct dtap_archive;

/*
 * An archive of a tap, subscribed to its ring.  Call it before the tap starts.
 * Tap, log and strings outlive it.  vfs: NULL is the real file system.  Returns
 * NULL with errno.
 */
struct dtap_archive *dtap_archive_new(
	const struct dtap_archive_options *options, struct dtap_tap *tap,
	const struct dtap_vfs *vfs, const struct dtap_log *log);

/* It is stopped, or was never started.  NULL is allowed. */
void dtap_archive_free(struct dtap_archive *archive);

/* Starts its threads, which have the rights of the caller.  -1 with errno. */
int dtap_archive_start(struct dtap_archive *archive);

/*
 * Call it after the tap's ring has ended: writes the rest of the ring, finishes
 * the file, and returns when the threads have ended.  Waits for the disk.  NULL
 * and an archive that was never started are allowed.
 */
void dtap_archive_stop(struct dtap_archive *archive);

/* Its thread carries the order out as soon as it can. */
void dtap_archive_order(struct dtap_archive *archive,
			enum dtap_archive_order order);

/*
 * Its thread applies these as soon as it can: rotate_*, keep_*, min_free_*,
 * flush_ms and sync_seconds of the options.  Nothing else of them is looked at.
 */
void dtap_archive_set_limits(struct dtap_archive *archive,
			     const struct dtap_archive_options *limits);

/*
 * Applies upload options to the files that are sent from now on.  Ignored if
 * the archive was made without a URL: nothing is uploaded then.
 */
void dtap_archive_set_upload(struct dtap_archive *archive,
			     const struct dtap_upload_options *upload);

void dtap_archive_status(struct dtap_archive *archive,
			 struct dtap_archive_status *status);

/* The name of the tap. */
const char *dtap_archive_tap(const struct dtap_archive *archive);

/* Which captures it has; any thread. */
struct dtap_capture_index *dtap_archive_index(
	const struct dtap_archive *archive);

#endif

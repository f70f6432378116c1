/* SPDX-License-Identifier: MIT */
/*
 * archive.h - a tap recorded to files, by a thread of its own.
 *
 * One more subscriber of the tap's ring: it may block on its disk for as long
 * as that takes, and nobody else notices; what leaves the ring meanwhile is
 * lost to it, counted, and in pcap said at the exact place.
 *
 * A capture is written as NAME.part and gets its finished name (capture_name.h)
 * when it is whole and on the disk, with a sidecar file beside it that says
 * what it holds. docs/archive.md has the promises.
 *
 * Any thread may look and give orders; none of that waits for the disk.  What
 * was recorded is read by catalogue.h.
 */
#ifndef DTAP_ARCHIVE_H
#define DTAP_ARCHIVE_H

#include <dtap/tap.h>

#include "archive/options.h"
#include "archive/status.h"
#include "base/log.h"

struct dtap_archive;

/*
 * An archive of a tap, subscribed to its ring.  Before the tap starts; tap, log
 * and strings outlive it.  disk: NULL is the real one.  NULL with errno.
 */
struct dtap_archive *dtap_archive_new(
	const struct dtap_archive_options *options, struct dtap_tap *tap,
	const struct dtap_vfs *vfs, const struct dtap_log *log);

/* Stopped, or never started.  NULL is allowed. */
void dtap_archive_free(struct dtap_archive *archive);

/* Starts its threads, with the rights it is to have.  -1 with errno. */
int dtap_archive_start(struct dtap_archive *archive);

/*
 * After the tap's ring has ended: writes what it still holds, finishes the
 * file, and returns when its threads have ended.  Waits for the disk.  NULL,
 * and one that was never started, are allowed.
 */
void dtap_archive_stop(struct dtap_archive *archive);

/* Carried out by its thread as soon as it can. */
void dtap_archive_order(struct dtap_archive *archive,
			enum dtap_archive_order order);

void dtap_archive_status(struct dtap_archive *archive,
			 struct dtap_archive_status *status);

const struct dtap_archive_options *dtap_archive_options(
	const struct dtap_archive *archive);

const char *dtap_archive_tap(const struct dtap_archive *archive); /* a name */
const struct dtap_vfs *dtap_archive_disk(const struct dtap_archive *archive);

#endif

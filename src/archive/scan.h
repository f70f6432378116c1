/* SPDX-License-Identifier: MIT */
/*
 * scan.h - reads the captures of a tap from their directory.
 *
 * Only regular files count that have exactly a name of the archive and no other
 * hard link.  Whatever else lies there belongs to somebody else.  The sidecar
 * files are not read: whoever decides about a capture checks that it is the
 * archive's own (sidecar.h).
 *
 * Plain data, one owner.  Any thread.
 */
#ifndef DTAP_SCAN_H
#define DTAP_SCAN_H

#include "archive/capture.h"

/* An ordered list of captures. */
struct dtap_scan {
	struct dtap_capture *captures; /* the oldest first */
	size_t count;
};

/*
 * Reads the directory: captures that have a sidecar file, a mark or an
 * unfinished file.  There is no limit but memory: while it reads, it needs up
 * to 240 bytes for each file.  -1 with errno: the scan is empty.
 */
int dtap_scan_read(struct dtap_scan *scan, int directory, const char *tap);
void dtap_scan_free(struct dtap_scan *scan);

/* Reads the files of the capture `name` anew: where there are none,
 * capture->there and capture->parts are 0. */
void dtap_scan_capture(struct dtap_capture *capture, int directory,
		       const struct dtap_capture_name *name);

/* Something of any kind has one of the names of this capture. */
bool dtap_scan_is_taken(int directory, const struct dtap_capture_name *name);

#endif

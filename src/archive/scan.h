/* SPDX-License-Identifier: MIT */
/*
 * scan.h - the captures of a tap, as their directory has them.
 *
 * Read anew each time: people, uploads and compression change the directory at
 * any moment.  Only regular files of exactly our names count, and a finished
 * capture is the archive's own only if a sidecar file says so (sidecar.h):
 * whatever else lies there is not touched, not even looked into.
 *
 * An empty file, NAME.uploaded, marks a capture as uploaded.  It stays when the
 * capture goes, until there is a later one: were the directory empty, numbers
 * would begin anew, and where the clock does too, a name that the server has.
 *
 * Plain data, one owner.  Any thread.
 */
#ifndef DTAP_SCAN_H
#define DTAP_SCAN_H

#include <stddef.h>

#include "archive/capture_name.h"
#include "archive/vfs.h"

struct dtap_capture {
	struct dtap_capture_name name; /* kind and part mean nothing here */
	unsigned there, parts;         /* bit 1 << kind: finished, unfinished */
	uint64_t sizes[DTAP_FILE_KINDS]; /* of those finished */
	uint64_t growing; /* bytes of a capture that is not finished */
	int64_t modified[DTAP_FILE_KINDS]; /* Unix seconds; of those finished */
};

struct dtap_scan {
	struct dtap_capture *captures; /* the oldest first */
	size_t count;
};

/*
 * Reads the directory.  At most 65536 files of our names are listed.  -1 with
 * errno: the scan is empty.
 */
int dtap_scan_read(struct dtap_scan *scan, const struct dtap_vfs *vfs,
		   int directory, const char *tap);
void dtap_scan_free(struct dtap_scan *scan);

/* A capture that the archive made and finished, in whatever form. */
bool dtap_capture_is_finished(const struct dtap_capture *capture);

/* Its mark is there. */
bool dtap_capture_is_uploaded(const struct dtap_capture *capture);

/* Of a finished one: its capture file, the plain one where there are two. */
enum dtap_file_kind dtap_capture_kind(const struct dtap_capture *capture);

/* Bytes of its finished files, the sidecar file among them. */
uint64_t dtap_capture_bytes(const struct dtap_capture *capture);

/* Removes its finished files, the sidecar file last; its mark stays.  -1:
 * errno.
 */
int dtap_capture_remove(const struct dtap_capture *capture,
			const struct dtap_vfs *vfs, int directory);

/* Marks a capture of this name as uploaded, on the disk.  -1 with errno. */
int dtap_capture_mark(const struct dtap_capture_name *name,
		      const struct dtap_vfs *vfs, int directory);
int dtap_capture_unmark(const struct dtap_capture_name *name,
			const struct dtap_vfs *vfs, int directory);

/* The sequence number for the next capture. */
uint32_t dtap_scan_next_sequence(const struct dtap_scan *scan);

/* Something has one of the names that this capture will need. */
bool dtap_scan_is_taken(int directory, const struct dtap_capture_name *name);

#endif

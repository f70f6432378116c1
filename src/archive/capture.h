/* SPDX-License-Identifier: MIT */
/*
 * capture.h - a capture: its files in the archive's directory.
 *
 * A finished capture is a capture file with a sidecar file, NAME.json.  The
 * sidecar file says that an archive made it (sidecar.h); a capture file without
 * one belongs to somebody else.
 *
 * An empty file, NAME.uploaded, marks a capture as uploaded.  It stays when the
 * capture is deleted, until there is a later capture.  Otherwise the numbers
 * would begin again in an empty directory, and where the clock begins again
 * too, a new capture could get a name that the server has.
 *
 * Plain data, pure functions.  Any thread.
 */
#ifndef DTAP_CAPTURE_H
#define DTAP_CAPTURE_H

#include <stddef.h>

#include "archive/capture_name.h"

#define DTAP_FILE_BIT(kind) (1U << (kind))

/* Files with the bytes of a capture: plain ones, and all. */
#define DTAP_PLAIN_FILES \
	(DTAP_FILE_BIT(DTAP_FILE_PCAP) | DTAP_FILE_BIT(DTAP_FILE_RAW))
#define DTAP_CAPTURE_FILES                                                     \
	(DTAP_PLAIN_FILES | DTAP_FILE_BIT(DTAP_FILE_PCAP_GZ) |                 \
	 DTAP_FILE_BIT(DTAP_FILE_PCAP_ZST) | DTAP_FILE_BIT(DTAP_FILE_RAW_GZ) | \
	 DTAP_FILE_BIT(DTAP_FILE_RAW_ZST))

/* 112 bytes: an archive has one of these in memory for each capture. */
struct dtap_capture {
	struct dtap_capture_name name; /* kind and part mean nothing here */
	uint16_t there;                /* bits of the finished files */
	uint16_t parts;                /* bits of the unfinished files */
	uint64_t bytes;                /* of the finished files */
	uint64_t file_bytes; /* of the file that dtap_capture_kind() names */
	uint64_t part_bytes; /* of an unfinished plain file */
	int64_t modified;    /* Unix seconds, of the same file */
};

/* A file of a capture. */
struct dtap_capture_file {
	struct dtap_capture_name name;
	uint64_t size;
	int64_t modified; /* Unix seconds */
};

/* Adds a file to its capture. */
void dtap_capture_add_file(struct dtap_capture *capture,
			   const struct dtap_capture_file *file);

bool dtap_capture_is_finished(const struct dtap_capture *capture);
bool dtap_capture_is_uploaded(const struct dtap_capture *capture);

/* Of a finished one: the kind of its capture file, the plain one if there are
 * two. */
enum dtap_file_kind dtap_capture_kind(const struct dtap_capture *capture);

#endif

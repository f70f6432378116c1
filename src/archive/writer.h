/* SPDX-License-Identifier: MIT */
/*
 * writer.h - captures one after the other: begun, written, finished, kept.
 *
 * Knows files and no time but what it is told; decides nothing.  One owner, one
 * thread; every call may wait for the disk.  -1 is always with errno, and then
 * dtap_writer_abandon() is what follows.
 */
#ifndef DTAP_WRITER_H
#define DTAP_WRITER_H

#include "archive/batch.h"
#include "archive/options.h"
#include "archive/recovery.h"
#include "archive/retention.h"
#include "archive/segment.h"

struct dtap_writer {
	const struct dtap_archive_options *options;
	const char *tap;
	uint32_t snaplen;
	const struct dtap_vfs *vfs;
	int directory; /* -1: not open */
	struct dtap_segment segment;
	struct dtap_capture_stats *stats; /* of the segment */
	struct dtap_orphan orphan;
	int64_t second;    /* of the clock, in which */
	uint64_t coded;    /* ... so many bytes were looked into for codes */
	uint32_t sequence; /* of the last capture */
	uint64_t finished; /* captures */
	uint64_t deleted;  /* the same, by the caps */
	uint64_t unsent;   /* of these: that had to be uploaded, and were not */
	uint64_t writes;   /* system calls that wrote a batch */
	char last[DTAP_CAPTURE_NAME_ROOM]; /* finished */
};

/* NULL as disk is the real one.  -1: ENOMEM. */
int dtap_writer_init(struct dtap_writer *writer,
		     const struct dtap_archive_options *options,
		     const char *tap, uint32_t snaplen,
		     const struct dtap_vfs *vfs);

/* Nothing is open. */
void dtap_writer_destroy(struct dtap_writer *writer);

/* Opens the directory anew, and closes what was left unfinished in it. */
int dtap_writer_begin(struct dtap_writer *writer,
		      struct dtap_recovered *recovered);

/* A file is open. */
bool dtap_writer_is_open(const struct dtap_writer *writer);

/*
 * Writes a batch, which is not empty; opens a file for it where none is, and
 * deletes the oldest ones to have room for a whole one.  `now`: Unix seconds.
 */
int dtap_writer_write(struct dtap_writer *writer, struct dtap_batch *batch,
		      int64_t now);

/* The file, with the batch and `more` bytes, would exceed rotate_bytes. */
bool dtap_writer_would_exceed(const struct dtap_writer *writer,
			      const struct dtap_batch *batch, size_t more);

/* ESTALE: somebody has removed the file. */
int dtap_writer_sync(struct dtap_writer *writer);

/* Syncs the file, and gives it its finished name.  No file: does nothing. */
int dtap_writer_finish(struct dtap_writer *writer);

/* Closes the file as it is: dtap_writer_begin() will finish it. */
void dtap_writer_abandon(struct dtap_writer *writer);

/* Deletes what is too old, or beyond the other caps. */
int dtap_writer_enforce(struct dtap_writer *writer, int64_t now);

#endif

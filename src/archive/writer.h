/* SPDX-License-Identifier: MIT */
/*
 * writer.h - writes captures one after the other: begins, writes, finishes and
 * keeps them.
 *
 * It decides nothing, and gets the time from its caller.  One owner, one
 * thread; every call may wait for the disk.  -1 is always with errno; then the
 * caller calls dtap_writer_abandon().
 */
#ifndef DTAP_WRITER_H
#define DTAP_WRITER_H

#include "archive/batch.h"
#include "archive/options.h"
#include "archive/recovery.h"
#include "archive/retention.h"
#include "archive/segment.h"

struct dtap_writer {
	const struct dtap_recorder_setup *setup;
	const struct dtap_archive_options *options;
	const struct dtap_vfs *vfs; /* the index's */
	struct dtap_directory_handle directory;
	struct dtap_segment segment;
	struct dtap_capture_stats *stats;  /* of the segment */
	struct dtap_container_range range; /* the same */
	struct dtap_orphan orphan;
	int64_t second;    /* of the clock; in it */
	uint64_t coded;    /* ... codes were counted in so many bytes */
	uint32_t sequence; /* of the last capture */
	uint64_t finished; /* captures */
	uint64_t deleted;  /* captures, by the limits */
	uint64_t unsent;   /* of these: were not uploaded, and should be */
	uint64_t writes;   /* system calls that wrote a batch */
	char last[DTAP_CAPTURE_NAME_ROOM]; /* finished */
};

/* The setup outlives it.  -1: ENOMEM. */
int dtap_writer_init(struct dtap_writer *writer,
		     const struct dtap_recorder_setup *setup);

/* No file is open. */
void dtap_writer_destroy(struct dtap_writer *writer);

/* Reads the directory, and finishes the unfinished files in it. */
int dtap_writer_begin(struct dtap_writer *writer,
		      struct dtap_recovered *recovered);

/* A file is open. */
bool dtap_writer_is_open(const struct dtap_writer *writer);

/*
 * Writes a batch, which is not empty.  If no file is open, it deletes the
 * oldest captures until there is room for a whole file, and opens one.  `now`:
 * Unix seconds.
 */
int dtap_writer_write(struct dtap_writer *writer, struct dtap_batch *batch,
		      int64_t now);

/* The file, with the batch and `more` bytes, would exceed rotate_bytes. */
bool dtap_writer_would_exceed(const struct dtap_writer *writer,
			      const struct dtap_batch *batch, size_t more);

/* ESTALE: the file was deleted. */
int dtap_writer_sync(struct dtap_writer *writer);

/* Syncs the file, and gives it its finished name.  No file: does nothing. */
int dtap_writer_finish(struct dtap_writer *writer);

/* Closes the file as it is; dtap_writer_begin() will finish it. */
void dtap_writer_abandon(struct dtap_writer *writer);

/* Deletes what is too old or exceeds the other limits. */
int dtap_writer_enforce(struct dtap_writer *writer, int64_t now);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * recorder_disk.h - what a recorder does to its files, and what becomes of it
 * when the disk refuses.
 *
 * Every verb is true, or the recording is not `ready` any more: paused or
 * failed, with `again` the time to try; it has said so, once for each such
 * time.  What was to be written is kept in hand.  Private to the recorder.
 */
#ifndef DTAP_RECORDER_DISK_H
#define DTAP_RECORDER_DISK_H

#include "archive/recorder.h"
#include "archive/writer.h"
#include "base/rate_limit.h"

struct dtap_recorder_disk {
	const struct dtap_recorder_setup *setup;
	const struct dtap_archive_options *options;
	struct dtap_moment moment; /* of this step */
	struct dtap_writer writer;
	struct dtap_batch batch;

	/* Monotonic: when what is there began, or was last done. */
	int64_t gathered, begun, synced, looked, aged;
	int64_t again, pause; /* when paused or failed; how long next time */
	unsigned tries;       /* to finish a file that was given up */
	bool ready;           /* the directory is open and may be written */
	bool greeted;         /* it has been, once */
	bool in_trouble;      /* said so, and has written nothing since */
	enum dtap_archive_state said; /* of the trouble that it is in */
	bool lagging;
	uint64_t unsent;                     /* the writer's, when we looked */
	struct dtap_rate_limit unsent_limit; /* of warnings */
	struct dtap_archive_status status;
};

/* -1: ENOMEM.  The setup outlives it. */
int dtap_recorder_disk_init(struct dtap_recorder_disk *recording,
			    const struct dtap_recorder_setup *setup);

/* A file that is open stays unfinished. */
void dtap_recorder_disk_destroy(struct dtap_recorder_disk *recording);

/* Opens the directory, closes what was left in it, looks at the space. */
bool dtap_recorder_disk_get_ready(struct dtap_recorder_disk *recording);

/* Writes what has been gathered, to a new file where none is open. */
bool dtap_recorder_disk_write(struct dtap_recorder_disk *recording);

/* The same, and finishes the file. */
bool dtap_recorder_disk_rotate(struct dtap_recorder_disk *recording);

bool dtap_recorder_disk_sync(struct dtap_recorder_disk *recording);

/* Deletes captures that are too old. */
bool dtap_recorder_disk_remove_old(struct dtap_recorder_disk *recording);

/* Before a block that follows a loss. */
void dtap_recorder_disk_note_loss(struct dtap_recorder_disk *recording,
				  const struct dtap_amount *loss);

/* What was gathered will never be written, nor will a block more (or NULL). */
void dtap_recorder_disk_lose(struct dtap_recorder_disk *recording,
			     const struct dtap_block *more);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * recorder_disk.h - the files of a recorder, and its state when the disk
 * refuses.
 *
 * Every call returns true, or the disk is no longer `ready`: the state is
 * paused or failed, and `again` is the time of the next try.  Each such
 * episode is logged once.  The batch is kept.  Private to the recorder: its
 * owner and its thread are the recorder's.
 */
#ifndef DTAP_RECORDER_DISK_H
#define DTAP_RECORDER_DISK_H

#include "archive/clock_watch.h"
#include "archive/options.h"
#include "archive/status.h"
#include "archive/writer.h"
#include "base/rate_limit.h"

struct dtap_recorder_disk {
	const struct dtap_recorder_setup *setup;
	const struct dtap_archive_options *options;
	struct dtap_moment moment; /* of this step */
	struct dtap_clock_watch clock;
	struct dtap_writer writer;
	struct dtap_batch batch;

	/* Monotonic ns: the beginning of batch and file; the last time of
	 * the others. */
	int64_t batched_since, begun, synced, space_checked, age_checked;
	int64_t again;    /* when paused or failed: the next try */
	int64_t pause;    /* ns, until the try after the next failure */
	unsigned tries;   /* to finish a file that was abandoned */
	bool ready;       /* the directory is open and may be written */
	bool announced;   /* the first line of the log about it was written */
	bool has_problem; /* logged; nothing was synced since */
	enum dtap_archive_state reported; /* the state that was logged for it */
	bool moved;         /* the directory was another one at the last look */
	bool size_reported; /* the limit of a file's size was logged */
	bool lagging;
	uint64_t unsent; /* the writer's, when we space_checked */
	struct dtap_rate_limit unsent_limit; /* of warnings */
	struct dtap_archive_status status;
};

/* -1: ENOMEM.  The setup outlives it. */
int dtap_recorder_disk_init(struct dtap_recorder_disk *disk,
			    const struct dtap_recorder_setup *setup);

/* A file that is open stays unfinished. */
void dtap_recorder_disk_destroy(struct dtap_recorder_disk *disk);

/* Opens the directory, closes unfinished files, checks the free space. */
bool dtap_recorder_disk_get_ready(struct dtap_recorder_disk *disk);

/* Writes the batch; begins a new file if none is open. */
bool dtap_recorder_disk_write(struct dtap_recorder_disk *disk);

/* Writes the batch, and finishes the file. */
bool dtap_recorder_disk_rotate(struct dtap_recorder_disk *disk);

bool dtap_recorder_disk_sync(struct dtap_recorder_disk *disk);

/* Deletes captures that are too old. */
bool dtap_recorder_disk_remove_old(struct dtap_recorder_disk *disk);

/* Counts a loss before the next block. */
void dtap_recorder_disk_note_loss(struct dtap_recorder_disk *disk,
				  const struct dtap_amount *loss);

/* Counts the batch, one more block (or NULL), and more, as lost. */
void dtap_recorder_disk_lose(struct dtap_recorder_disk *disk,
			     const struct dtap_block *block,
			     const struct dtap_amount *more);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * recorder.h - decides when an archive writes, syncs, rotates, pauses, and
 * tries again.
 *
 * It has no clock and no thread: its owner calls it step by step and passes the
 * time.  When the disk refuses, it waits, longer each time, and keeps its
 * batch; blocks that leave the ring meanwhile are lost and counted.  One owner,
 * one thread.  A step may wait for the disk.
 */
#ifndef DTAP_RECORDER_H
#define DTAP_RECORDER_H

#include <dtap/ring.h>

#include "archive/options.h"
#include "archive/status.h"
#include "base/log.h"

struct dtap_recorder;

/* Subscribes to the ring.  NULL: ENOMEM. */
struct dtap_recorder *dtap_recorder_new(
	const struct dtap_recorder_setup *setup);

/* A file that is open stays unfinished.  NULL is allowed. */
void dtap_recorder_free(struct dtap_recorder *recorder);

#define DTAP_NEVER INT64_MAX

/*
 * Does the next thing that is due.  Returns the time of the next call, on the
 * clock of moment->now, unless the ring gets a block before.  A time that has
 * passed means "at once".  DTAP_NEVER: the recorder is stopped, or the ring has
 * ended and everything is written or given up.
 */
int64_t dtap_recorder_step(struct dtap_recorder *recorder,
			   const struct dtap_moment *moment);

/* DTAP_ARCHIVE_ROTATE is carried out in the next step, the others at once. */
void dtap_recorder_order(struct dtap_recorder *recorder,
			 enum dtap_archive_order order,
			 const struct dtap_moment *moment);

/* The daemon stops: from now on each failure of the disk is final. */
void dtap_recorder_cancel(struct dtap_recorder *recorder);

void dtap_recorder_status(const struct dtap_recorder *recorder,
			  struct dtap_archive_status *status);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * recorder.h - when an archive does what: gathers, writes, syncs, rotates,
 * pauses, and tries again.
 *
 * Knows no clock and no thread: it is stepped, and told what time it is.  A
 * disk that refuses makes it wait, longer each time, with what it holds in its
 * hands; the ring goes on, and what leaves it is lost and counted.  One owner,
 * one thread; a step may wait for the disk.
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
 * Does the next thing that there is to do.  Returns when to be called again, on
 * the clock of moment->now, if the ring has no news before: a time that is over
 * where there is more to do at once.
 */
int64_t dtap_recorder_step(struct dtap_recorder *recorder,
			   const struct dtap_moment *moment);

/* The ring has ended, and all is written or given up. */
bool dtap_recorder_is_over(const struct dtap_recorder *recorder);

/* DTAP_ARCHIVE_ROTATE is carried out at the next step, the others at once. */
void dtap_recorder_order(struct dtap_recorder *recorder,
			 enum dtap_archive_order order,
			 const struct dtap_moment *moment);

/* The daemon stops: a disk that refuses gets one more chance, not more. */
void dtap_recorder_cancel(struct dtap_recorder *recorder);

void dtap_recorder_status(const struct dtap_recorder *recorder,
			  struct dtap_archive_status *status);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * compressor.h - compresses an archive's finished captures, in the background.
 *
 * A thread of its own (worker.h).  It looks for finished plain captures
 * when it is told that there are some, and once at its start: those of a run
 * before.  What fails is warned of once for each such time, counted, and tried
 * again; the plain capture stays.
 */
#ifndef DTAP_COMPRESSOR_H
#define DTAP_COMPRESSOR_H

#include "archive/options.h"
#include "log.h"

struct dtap_squeezer;

/* Options, tap, disk and log outlive it.  NULL: ENOMEM. */
struct dtap_squeezer *dtap_squeezer_new(
	const struct dtap_archive_options *options, const char *tap,
	const struct dtap_disk *disk, const struct dtap_log *log);
void dtap_squeezer_free(struct dtap_squeezer *squeezer);

/* Whom to call, on the thread, for each capture.  Before the start. */
void dtap_squeezer_watch(struct dtap_squeezer *squeezer,
			 void (*squeezed_one)(void *arg), void *arg);

int dtap_squeezer_start(struct dtap_squeezer *squeezer); /* -1 with errno */

/* Breaks off what it is at.  Nothing is lost by that. */
void dtap_squeezer_stop(struct dtap_squeezer *squeezer);

/* There is a new finished capture.  Any thread. */
void dtap_squeezer_tell(struct dtap_squeezer *squeezer);

/* How many were compressed, how many times that failed.  Any thread. */
void dtap_squeezer_counts(struct dtap_squeezer *squeezer, uint64_t *squeezed,
			  uint64_t *failures);

/*
 * What the thread does each time: one pass over the directory.  -1: something
 * failed.  For tests.
 */
int dtap_squeezer_pass(struct dtap_squeezer *squeezer);

#endif

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
#include "base/log.h"

struct dtap_compressor;

/* Options, tap, disk and log outlive it.  NULL: ENOMEM. */
struct dtap_compressor *dtap_compressor_new(
	const struct dtap_archive_options *options, const char *tap,
	const struct dtap_vfs *vfs, const struct dtap_log *log);
void dtap_compressor_free(struct dtap_compressor *compressor);

/* Whom to call, on the thread, for each capture.  Before the start. */
void dtap_compressor_watch(struct dtap_compressor *compressor,
			   void (*compressed_one)(void *arg), void *arg);

int dtap_compressor_start(
	struct dtap_compressor *compressor); /* -1 with errno */

/* Breaks off what it is at.  Nothing is lost by that. */
void dtap_compressor_stop(struct dtap_compressor *compressor);

/* There is a new finished capture.  Any thread. */
void dtap_compressor_notify(struct dtap_compressor *compressor);

/* How many were compressed, how many times that failed.  Any thread. */
void dtap_compressor_counts(struct dtap_compressor *compressor,
			    uint64_t *compressed, uint64_t *failures);

/*
 * What the thread does each time: one pass over the directory.  -1: something
 * failed.  For tests.
 */
int dtap_compressor_pass(struct dtap_compressor *compressor);

#endif

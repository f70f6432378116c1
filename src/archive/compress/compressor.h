/* SPDX-License-Identifier: MIT */
/*
 * compressor.h - compresses an archive's finished captures, in the background.
 *
 * It has a thread of its own (worker.h).  It compresses the plain captures of
 * the index at its start, and when it is notified of new ones.  A failure is
 * logged once for each episode, counted, and tried again; the plain file stays.
 */
#ifndef DTAP_COMPRESSOR_H
#define DTAP_COMPRESSOR_H

#include "archive/options.h"
#include "base/log.h"

struct dtap_compressor;

/* Options, tap, index and log outlive it.  NULL: ENOMEM. */
struct dtap_compressor *dtap_compressor_new(
	const struct dtap_archive_options *options, const char *tap,
	struct dtap_capture_index *index, const struct dtap_log *log);
void dtap_compressor_free(struct dtap_compressor *compressor); /* or NULL */

/* Its thread calls this after each capture.  Before the start. */
void dtap_compressor_watch(struct dtap_compressor *compressor,
			   void (*compressed_one)(void *arg), void *arg);

int dtap_compressor_start(
	struct dtap_compressor *compressor); /* -1 with errno */

/* Ends what it is doing.  Nothing is lost by that. */
void dtap_compressor_stop(struct dtap_compressor *compressor);

/* There is a new finished capture.  Any thread. */
void dtap_compressor_notify(struct dtap_compressor *compressor);

/* Captures that were compressed; tries that failed.  Any thread. */
void dtap_compressor_counts(struct dtap_compressor *compressor,
			    uint64_t *compressed, uint64_t *failures);

/*
 * One pass over the captures, which the thread does each time.  -1: something
 * failed.  For tests.
 */
int dtap_compressor_pass(struct dtap_compressor *compressor);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * stream_log.h - log lines about streams: one begins, ends or lags.
 *
 * A thousand streams may lag at the same time.  So at most ten warnings a
 * second are written, and one line that counts the others.  Belongs to the
 * fan-out thread.
 */
#ifndef DTAP_STREAM_LOG_H
#define DTAP_STREAM_LOG_H

#include "base/log.h"
#include "base/rate_limit.h"
#include "streams/stream.h"

struct dtap_stream_log {
	const struct dtap_log *log;
	struct dtap_rate_limit warnings;
};

void dtap_stream_log_init(struct dtap_stream_log *stream_log,
			  const struct dtap_log *log);

void dtap_stream_log_begun(struct dtap_stream_log *stream_log,
			   const struct dtap_stream *stream);
void dtap_stream_log_ended(struct dtap_stream_log *stream_log,
			   const struct dtap_stream *stream);
void dtap_stream_log_lags(struct dtap_stream_log *stream_log,
			  const struct dtap_stream *stream);

/* Writes how many warnings were left out, if a second is over (now: monotonic
 * ns). */
void dtap_stream_log_settle(struct dtap_stream_log *stream_log, int64_t now);

/* True when warnings were left out and not counted yet. */
bool dtap_stream_log_is_owing(const struct dtap_stream_log *stream_log);

#endif

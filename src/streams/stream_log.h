/* SPDX-License-Identifier: MIT */
/*
 * stream_log.h - what the fan-out says of its streams: begun, ended, lagging.
 *
 * A thousand streams may lag at once: of these lines there are ten a second,
 * and one that counts the rest.  The fan-out thread's.
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

void dtap_stream_log_init(struct dtap_stream_log *news,
			  const struct dtap_log *log);

void dtap_stream_log_begun(struct dtap_stream_log *news,
			   const struct dtap_stream *stream);
void dtap_stream_log_ended(struct dtap_stream_log *news,
			   const struct dtap_stream *stream);
void dtap_stream_log_lags(struct dtap_stream_log *news,
			  const struct dtap_stream *stream);

/* Counts what was left out up to now (monotonic ns), if a second is over. */
void dtap_stream_log_settle(struct dtap_stream_log *news, int64_t now);

/* Something was left out, and not yet counted. */
bool dtap_stream_log_is_owing(const struct dtap_stream_log *news);

#endif

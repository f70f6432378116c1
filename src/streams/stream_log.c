/* SPDX-License-Identifier: MIT */
#include "streams/stream_log.h"

#include <inttypes.h>

#include "base/clock.h"

#define MOST_WARNINGS 10 /* a second */

void
dtap_stream_log_init(struct dtap_stream_log *stream_log,
		     const struct dtap_log *log)
{
	stream_log->log = log;
	stream_log->warnings = (struct dtap_rate_limit){
		.most = MOST_WARNINGS, .period = DTAP_NS_PER_S};
}

void
dtap_stream_log_begun(struct dtap_stream_log *stream_log,
		      const struct dtap_stream *stream)
{
	struct dtap_stream_status status;

	dtap_stream_status(stream, &status);
	dtap_log(stream_log->log, DTAP_DEBUG, "%s to %s: begins", status.path,
		 status.peer);
}

void
dtap_stream_log_ended(struct dtap_stream_log *stream_log,
		      const struct dtap_stream *stream)
{
	struct dtap_stream_status status;

	dtap_stream_status(stream, &status);
	dtap_log(stream_log->log, status.lags > 0 ? DTAP_NOTICE : DTAP_DEBUG,
		 "%s to %s: ended after %" PRIu64 " bytes, %" PRIu64
		 " lags, %" PRIu64 " containers (%" PRIu64 " bytes) lost",
		 status.path, status.peer, status.bytes, status.lags,
		 status.lost.containers, status.lost.bytes);
}

void
dtap_stream_log_lags(struct dtap_stream_log *stream_log,
		     const struct dtap_stream *stream)
{
	int64_t now = dtap_clock_now();
	struct dtap_stream_status status;

	dtap_stream_log_settle(stream_log, now);
	if (!dtap_rate_limit_pass(&stream_log->warnings, now))
		return;
	dtap_stream_status(stream, &status);
	dtap_log(stream_log->log, DTAP_WARNING,
		 "%s to %s lags: %" PRIu64 " containers (%" PRIu64
		 " bytes) lost so far; it continues at the oldest block",
		 status.path, status.peer, status.lost.containers,
		 status.lost.bytes);
}

void
dtap_stream_log_settle(struct dtap_stream_log *stream_log, int64_t now)
{
	uint64_t count = dtap_rate_limit_left_out(&stream_log->warnings, now);

	if (count > 0)
		dtap_log(stream_log->log, DTAP_WARNING,
			 "%" PRIu64 " more such lines were left out", count);
}

bool
dtap_stream_log_is_owing(const struct dtap_stream_log *stream_log)
{
	return stream_log->warnings.left_out > 0;
}

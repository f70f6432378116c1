/* SPDX-License-Identifier: MIT */
#include "http/lws_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <libwebsockets.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/rate_limit.h"

#define MOST_LINES 10 /* a second */

/*
 * Not in a struct passed in: libwebsockets logs for the whole process, and says
 * nothing of whom for.  Each of its threads has its own.
 */
static _Thread_local struct dtap_rate_limit lines = {.most = MOST_LINES,
						     .period = DTAP_NS_PER_S};

static void
log_line(int level, const char *line)
{
	char text[400];

	(void)level;
	dtap_lws_log_settle();
	if (!dtap_rate_limit_pass(&lines, dtap_clock_now()))
		return;
	snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
	dtap_log_line(DTAP_WARNING, text);
}

void
dtap_lws_log_begin(void)
{
	lws_set_log_level(LLL_ERR, log_line);
}

void
dtap_lws_log_settle(void)
{
	uint64_t count = dtap_rate_limit_left_out(&lines, dtap_clock_now());
	char text[80];

	if (count == 0)
		return;
	snprintf(text, sizeof text,
		 "%" PRIu64 " more lines of libwebsockets were not logged",
		 count);
	dtap_log_line(DTAP_WARNING, text);
}

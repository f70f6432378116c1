/* SPDX-License-Identifier: MIT */
/*
 * stream_url.h - the URL and the request of the commands that read a stream.
 */
#ifndef DTAP_STREAM_URL_H
#define DTAP_STREAM_URL_H

#include "base/log.h"
#include "client/http_get.h"

/*
 * Reads the URL.  If it has no token, the token is DIAGTAP_TOKEN of the
 * environment.  With `split` the stream is asked for a record for each message.
 * False: the log says why.
 */
bool dtap_command_url(const struct dtap_log *log, struct dtap_url *url,
		      const char *text, bool split);

/* NULL: the log says why, unless the user ended it. */
struct dtap_http_get *dtap_command_get(
	const struct dtap_log *log,
	const struct dtap_http_get_options *options);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * stream_url.h - what the commands that read a stream begin with.
 */
#ifndef DTAP_STREAM_URL_H
#define DTAP_STREAM_URL_H

#include "base/log.h"
#include "client/http_get.h"

/*
 * The URL, with the token that DIAGTAP_TOKEN in the environment has where the
 * URL has none.  False: said why.
 */
bool dtap_command_url(const struct dtap_log *log, struct dtap_url *url,
		      const char *text);

/* NULL: said why, unless it was told to stop. */
struct dtap_http_get *dtap_command_get(
	const struct dtap_log *log,
	const struct dtap_http_get_options *options);

#endif

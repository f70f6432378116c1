/* SPDX-License-Identifier: MIT */
#include "commands/stream_url.h"

#include <errno.h>
#include <stdlib.h>

bool
dtap_command_url(const struct dtap_log *log, struct dtap_url *url,
		 const char *text, bool split)
{
	const char *token = getenv("DIAGTAP_TOKEN");
	char why[512];

	if (!dtap_url_parse(url, text, why)) {
		dtap_log(log, DTAP_ERROR, "%s", why);
		return false;
	}
	if (url->token[0] == '\0' && token != NULL &&
	    !dtap_url_set_token(url, token)) {
		dtap_log(log, DTAP_ERROR,
			 "DIAGTAP_TOKEN: a token has up to 255 printable "
			 "characters and no spaces");
		return false;
	}
	return !split || dtap_url_add_term(url, "split=message") ||
	       DTAP_FAIL(log, "%s: the path is too long", url->shown);
}

struct dtap_http_get *
dtap_command_get(const struct dtap_log *log,
		 const struct dtap_http_get_options *options)
{
	char why[512];
	struct dtap_http_get *get = dtap_http_get_open(options, why);

	if (get == NULL && errno != ECANCELED && errno != EPIPE)
		dtap_log(log, DTAP_ERROR, "%s", why);
	return get;
}

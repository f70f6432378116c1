/* SPDX-License-Identifier: MIT */
#include "archive/upload/upload_url.h"

#include <string.h>
#include <strings.h>

bool
dtap_upload_url_is_valid(const char *url)
{
	bool secure = strncasecmp(url, "https://", 8) == 0;
	const char *host = url + (secure ? 8 : 7);

	if (!secure && strncasecmp(url, "http://", 7) != 0)
		return false;
	for (const char *at = url; *at != '\0'; at++)
		if (*at <= ' ' || *at > '~' || strchr("?#@\"\\", *at) != NULL)
			return false;
	return strcspn(host, "/") > 0 && host[0] != ':' &&
	       url[strlen(url) - 1] == '/';
}

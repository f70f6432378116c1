/* SPDX-License-Identifier: MIT */
#include "fleet/server_info.h"

#include <stdio.h>
#include <string.h>

#include "base/json_value.h"

/* The first that goes on when its full disk has room again. */
#define MAJOR 2
#define MINOR 10

/* "2.10.27", "2.12.0-beta.1". */
static bool
read_version(struct dtap_server_info *info, const struct dtap_json *value)
{
	unsigned major, minor;

	if (!dtap_json_text(value, info->version, sizeof info->version) ||
	    strspn(info->version, "0123456789.abcdefghijklmnopqrstuvwxyz-") !=
		    strlen(info->version) ||
	    sscanf(info->version, "%3u.%5u.", &major, &minor) != 2)
		return false;
	info->is_old = major < MAJOR || (major == MAJOR && minor < MINOR);
	return true;
}

bool
dtap_server_info_read(struct dtap_server_info *info, const char *line,
		      size_t size)
{
	static const char verb[] = "INFO ";
	struct dtap_json object, value;

	*info = (struct dtap_server_info){0};
	if (size < sizeof verb || memcmp(line, verb, sizeof verb - 1) != 0 ||
	    !dtap_json_open(&object, line + sizeof verb - 1,
			    size - (sizeof verb - 1)) ||
	    !dtap_json_member(&object, "version", &value) ||
	    !read_version(info, &value))
		return false;
	info->wants_tls = dtap_json_member(&object, "tls_required", &value) &&
			  *value.at == 't';
	return true;
}

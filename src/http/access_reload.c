/* SPDX-License-Identifier: MIT */
#include "http/access_reload.h"

#include <errno.h>
#include <string.h>

#include "base/listen_check.h"

static bool
read_token(struct dtap_access *access, const char *file,
	   const struct dtap_log *log)
{
	char why[512];

	return file[0] == '\0' ||
	       dtap_access_read_token(access, file, why, sizeof why) == 0 ||
	       DTAP_FAIL(log,
			 "reload: access.token_file: %s; the old token stays",
			 why);
}

/* Without a token the rule for addresses that others reach holds again. */
static bool
check_exposure(const struct dtap_access_wish *wish,
	       const struct dtap_access *access, const struct dtap_log *log)
{
	char why[DTAP_LISTEN_WHY];

	return dtap_listen_check_exposure(wish->address,
					  access->token[0] != '\0',
					  wish->allow_anonymous, why) ||
	       DTAP_FAIL(log, "reload: %s; the old token stays", why);
}

bool
dtap_access_reload(struct dtap_server *server, struct dtap_access *access,
		   const struct dtap_access_wish *wish,
		   const struct dtap_log *log)
{
	struct dtap_access fresh = {.hosts = wish->hosts};
	bool good = read_token(&fresh, wish->token_file, log) &&
		    check_exposure(wish, &fresh, log);

	if (!good)
		memcpy(fresh.token, access->token, sizeof fresh.token);
	if (dtap_server_set_access(server, &fresh) == 0)
		memcpy(access->token, fresh.token, sizeof access->token);
	else
		good = DTAP_FAIL(log, "reload: %s", strerror(errno));
	explicit_bzero(&fresh, sizeof fresh);
	return good;
}

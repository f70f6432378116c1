/* SPDX-License-Identifier: MIT */
#include "hub/reload.h"

#include <errno.h>
#include <string.h>

#include "base/listen_check.h"
#include "conf/keys.h"

static bool
is_applied(const char *path)
{
	return strcmp(path, "access.token_file") == 0 ||
	       strcmp(path, "access.hosts") == 0;
}

static void
name_the_rest(const struct dtap_conf *running, const struct dtap_conf *fresh,
	      const struct dtap_log *log)
{
	for (size_t i = 0; i < running->keys->count; i++) {
		const struct dtap_key *key = &running->keys->keys[i];

		if (!is_applied(key->path) &&
		    !dtap_key_is_equal(running, fresh, key))
			dtap_log(log, DTAP_WARNING,
				 "reload: %s has changed: restart diagtap-hub "
				 "to apply it",
				 key->path);
	}
}

/* Without a token the rule for addresses that others reach holds again. */
static bool
check_exposure(const struct dtap_conf *running,
	       const struct dtap_access *access, const struct dtap_log *log)
{
	const struct dtap_listen_wish wish = {
		.address = running->listen.address,
		.unix_socket = running->listen.unix_socket,
		.unix_mode = running->listen.unix_mode,
		.unix_group = running->listen.unix_group,
		.has_token = access->token[0] != '\0',
		.allow_anonymous = running->access.allow_anonymous,
	};
	char why[DTAP_LISTEN_WHY];

	return dtap_listen_check(&wish, why) ||
	       DTAP_FAIL(log, "reload: %s; the old token stays", why);
}

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

void
dtap_hub_reload(const struct dtap_hub_setup *setup,
		const struct dtap_conf *running, const struct dtap_conf *fresh,
		const struct dtap_log *log)
{
	struct dtap_access access = {.hosts = fresh->access.hosts};
	bool good = read_token(&access, fresh->access.token_file, log) &&
		    check_exposure(running, &access, log);

	if (good && dtap_server_set_access(setup->server, &access) < 0)
		good = DTAP_FAIL(log, "reload: %s", strerror(errno));
	explicit_bzero(&access, sizeof access);
	name_the_rest(running, fresh, log);
	if (good)
		dtap_log(log, DTAP_NOTICE,
			 "reload: the token and access.hosts are applied");
}

/* SPDX-License-Identifier: MIT */
#include "hub/reload.h"

#include "conf/changes.h"
#include "http/access_reload.h"

static void
name_the_rest(const struct dtap_conf *running, const struct dtap_conf *fresh,
	      const struct dtap_log *log)
{
	static const char *const applied[] = {"access.token_file",
					      "access.hosts", NULL};
	const struct dtap_key *key;
	size_t at = 0;

	while ((key = dtap_conf_next_change(running, fresh, applied, &at)) !=
	       NULL)
		dtap_log(log, DTAP_WARNING,
			 "reload: %s has changed: restart diagtap-hub to "
			 "apply it",
			 key->path);
}

void
dtap_hub_reload(struct dtap_hub_setup *setup, const struct dtap_conf *running,
		const struct dtap_conf *fresh, const struct dtap_log *log)
{
	const struct dtap_access_wish wish = {
		.token_file = fresh->access.token_file,
		.hosts = fresh->access.hosts,
		.address = running->listen.address,
		.allow_anonymous = running->access.allow_anonymous,
	};
	bool good =
		dtap_access_reload(setup->server, &setup->access, &wish, log);

	name_the_rest(running, fresh, log);
	if (good)
		dtap_log(log, DTAP_NOTICE,
			 "reload: the token and access.hosts are applied");
}

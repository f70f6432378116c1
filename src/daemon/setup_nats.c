/* SPDX-License-Identifier: MIT */
#include "daemon/setup_nats.h"

#include <errno.h>
#include <string.h>

#include "daemon/setup_link.h"
#include "fleet/fleet_name.h"
#include "sources/sources.h"

#define KEY "diag.source = \"nats\""

static struct dtap_link_keys
link_keys(const struct dtap_conf *conf)
{
	return (struct dtap_link_keys){
		.group = "nats",
		.servers = conf->nats.servers,
		.user = conf->nats.user,
		.password_file = conf->nats.password_file,
		.nkey_file = conf->nats.nkey_file,
		.credentials_file = conf->nats.credentials_file,
		.ca_file = conf->nats.ca_file,
	};
}

static bool
check_word(const char *key, const char *word, const struct dtap_log *log)
{
	return dtap_fleet_is_word(word) ||
	       DTAP_FAIL(log,
			 KEY ": %s = \"%s\": must be " DTAP_FLEET_WORD_RULE,
			 key, word);
}

/* It would read what it sends itself, without an end. */
static bool
check_circle(const struct dtap_conf *conf, const struct dtap_log *log)
{
	return !conf->uplink.enabled ||
	       strcmp(conf->uplink.group, conf->nats.group) != 0 ||
	       strcmp(conf->uplink.device, conf->nats.device) != 0 ||
	       DTAP_FAIL(log,
			 KEY ": nats.device and uplink.device are both \"%s\" "
			     "of the group \"%s\": this diagtapd would read "
			     "what it sends; choose another uplink.device",
			 conf->nats.device, conf->nats.group);
}

bool
dtap_setup_nats_check(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const struct dtap_link_keys keys = link_keys(conf);
	struct dtap_link_options link = {.server_count = 0};
	bool good = dtap_setup_link_library(KEY, log) &&
		    check_word("nats.device", conf->nats.device, log) &&
		    check_word("nats.group", conf->nats.group, log) &&
		    check_circle(conf, log) &&
		    dtap_setup_link(&link, &keys, log);

	if (good)
		dtap_setup_link_warn(&link, &keys, log);
	explicit_bzero(&link, sizeof link);
	return good;
}

struct dtap_source *
dtap_setup_nats_make(const struct dtap_conf *conf)
{
	const struct dtap_log none = {.most = DTAP_NOTHING};
	const struct dtap_link_keys keys = link_keys(conf);
	struct dtap_link_options link = {.server_count = 0};
	const struct dtap_nats_options options = {
		.link = &link,
		.group = conf->nats.group,
		.device = conf->nats.device,
	};
	struct dtap_source *source = NULL;

	/* A file may have gone since the check. */
	errno = EINVAL;
	if (dtap_setup_link(&link, &keys, &none))
		source = dtap_nats_new(&options);
	explicit_bzero(&link, sizeof link);
	return source;
}

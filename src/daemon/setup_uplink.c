/* SPDX-License-Identifier: MIT */
#include "daemon/setup_uplink.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/setup_link.h"
#include "nats/nats_link.h"
#include "uplink/message_builder.h"
#include "version.h"

static bool
check(const struct dtap_conf *conf, const struct dtap_log *log)
{
	if (conf->uplink.device[0] == '\0')
		return DTAP_FAIL(log, "uplink.enabled: uplink.device must be a "
				      "name for this device");
	if (!dtap_setup_link_library("uplink.enabled", log))
		return false;
	return strcmp(conf->uplink.compress, "none") == 0 ||
	       dtap_message_builder_knows_zstd() ||
	       DTAP_FAIL(log, "uplink.compress = \"zstd\": this diagtapd was "
			      "built without it: set \"none\"");
}

static struct dtap_link_keys
link_keys(const struct dtap_conf *conf)
{
	return (struct dtap_link_keys){
		.group = "uplink",
		.servers = conf->uplink.servers,
		.user = conf->uplink.user,
		.password_file = conf->uplink.password_file,
		.nkey_file = conf->uplink.nkey_file,
		.credentials_file = conf->uplink.credentials_file,
		.ca_file = conf->uplink.ca_file,
	};
}

static void
set_options(struct dtap_uplink_options *options,
	    const struct dtap_service *service, const struct dtap_conf *conf)
{
	const struct dtap_fleet_identity *identity = &service->identity;

	*options = (struct dtap_uplink_options){
		.link.name = identity->device,
		.identity = identity,
		.record_clock = service->record_clock,
		.version = DTAP_VERSION,
		.linger_ms = (unsigned)conf->uplink.linger_ms,
		.window_bytes = (size_t)conf->uplink.window_bytes,
		.zstd = strcmp(conf->uplink.compress, "zstd") == 0,
	};
	snprintf(options->link.inbox, sizeof options->link.inbox,
		 "_INBOX.%s.%s", identity->device, identity->boot_text);
}

static bool
make(struct dtap_service *service, const struct dtap_uplink_options *options,
     const struct dtap_log *log)
{
	struct dtap_link *link = dtap_nats_link_new(&options->link);

	if (link != NULL)
		service->uplink = dtap_uplink_new(options, link, log);
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->uplink == NULL ||
		    (service->taps[i].tap != NULL &&
		     dtap_uplink_add(service->uplink, service->taps[i].tap) <
			     0))
			return DTAP_FAIL(log, "the uplink: %s",
					 strerror(errno));
	return true;
}

bool
dtap_setup_uplink(struct dtap_service *service,
		  struct dtap_uplink_options *options,
		  const struct dtap_conf *conf, const struct dtap_log *log)
{
	const struct dtap_link_keys keys = link_keys(conf);

	if (!conf->uplink.enabled)
		return true;
	if (!check(conf, log))
		return false;
	set_options(options, service, conf);
	if (!dtap_setup_link(&options->link, &keys, log))
		return false;
	dtap_setup_link_warn(&options->link, &keys, log);
	return make(service, options, log);
}

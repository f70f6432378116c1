/* SPDX-License-Identifier: MIT */
#include "hub/setup_hub.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/listen_check.h"
#include "hub/hub_site.h"
#include "hub/setup_connection.h"

static bool
add_group(struct dtap_hub *hub, const char *name, const struct dtap_log *log)
{
	struct dtap_hub_group *group = &hub->groups[hub->group_count];

	if (!dtap_fleet_is_word(name))
		return DTAP_FAIL(
			log, "hub.groups: \"%s\" must be " DTAP_FLEET_WORD_RULE,
			name);
	if (hub->group_count == DTAP_CONSUMER_STREAMS)
		return DTAP_FAIL(log, "hub.groups: at most %d are allowed",
				 DTAP_CONSUMER_STREAMS);
	snprintf(group->name, sizeof group->name, "%s", name);
	snprintf(group->stream, sizeof group->stream, "DIAG-%s", name);
	hub->group_count++;
	return true;
}

bool
dtap_hub_setup_groups(struct dtap_hub *hub, const struct dtap_conf *conf,
		      const struct dtap_log *log)
{
	char text[DTAP_CONSUMER_STREAMS * DTAP_FLEET_WORD_ROOM * 2];
	char *rest, *word;

	if (strlen(conf->hub.groups) >= sizeof text)
		return DTAP_FAIL(log, "hub.groups: too long");
	strcpy(text, conf->hub.groups);
	for (word = strtok_r(text, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest))
		if (!add_group(hub, word, log))
			return false;
	return hub->group_count > 0 ||
	       DTAP_FAIL(log, "hub.groups: at least one is needed");
}

static bool
check_listen(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const struct dtap_listen_wish wish = {
		.address = conf->listen.address,
		.unix_socket = conf->listen.unix_socket,
		.unix_mode = conf->listen.unix_mode,
		.unix_group = conf->listen.unix_group,
		.has_token = conf->access.token_file[0] != '\0',
		.allow_anonymous = conf->access.allow_anonymous,
	};
	char why[DTAP_LISTEN_WHY];

	if (dtap_listen_check(&wish, why) &&
	    (!conf->pcap_over_ip.enabled ||
	     dtap_listen_check_pcap(conf->pcap_over_ip.address,
				    conf->access.allow_anonymous, why)))
		return true;
	return DTAP_FAIL(log, "%s", why);
}

static bool
check_hub(const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct dtap_hub hub = {.group_count = 0};

	return dtap_hub_setup_groups(&hub, conf, log) &&
	       dtap_hub_setup_check_connection(conf, log);
}

static bool
make_access(struct dtap_access *access, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	char why[512];

	access->hosts = conf->access.hosts;
	return conf->access.token_file[0] == '\0' ||
	       dtap_access_read_token(access, conf->access.token_file, why,
				      sizeof why) == 0 ||
	       DTAP_FAIL(log, "access.token_file: %s", why);
}

bool
dtap_hub_setup_check(const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct dtap_access access = {.hosts = ""};
	bool good = check_hub(conf, log) && check_listen(conf, log) &&
		    make_access(&access, conf, log);

	explicit_bzero(&access, sizeof access);
	return good;
}

static bool
make_fanout(struct dtap_hub *hub, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	hub->service = (struct dtap_service){
		.log = log,
		.websocket = {.ping_ms = 1000 * conf->ws.ping_seconds,
			      .stall_ms = 1000 * conf->ws.stall_timeout},
		.started = dtap_clock_now(),
		.fanout = dtap_fanout_new(
			log, (unsigned)conf->listen.max_subscribers),
	};
	return hub->service.fanout != NULL ||
	       DTAP_FAIL(log, "the fan-out: %s", strerror(errno));
}

static bool
make_readers(struct dtap_hub *hub, const struct dtap_conf *conf,
	     const struct dtap_log *log)
{
	const struct dtap_hub_reader_place place = {
		.connection = hub->connection,
		.log = log,
		.fanout = hub->service.fanout,
		.counts = &hub->counts,
		.window = conf->hub.reorder_ms * DTAP_NS_PER_MS,
		.buffer_bytes = (size_t)conf->hub.buffer_bytes,
	};

	hub->devices = dtap_hub_devices_new();
	hub->readers = dtap_hub_readers_new(&place);
	return (hub->devices != NULL && hub->readers != NULL) ||
	       DTAP_FAIL(log, "memory: %s", strerror(errno));
}

static bool
make_server(struct dtap_hub_setup *setup, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	struct dtap_listen listen = {
		.address = conf->listen.address,
		.port = (unsigned)conf->listen.port,
		.unix_socket = conf->listen.unix_socket,
		.unix_group = conf->listen.unix_group,
		.access = &setup->access,
	};
	const struct dtap_site site = dtap_hub_site(&setup->hub);
	char why[DTAP_LISTEN_WHY];
	const char *which;

	dtap_listen_mode(conf->listen.unix_mode, &listen.unix_mode);
	setup->server = dtap_server_new(&site, &listen, &which);
	if (setup->server != NULL)
		return true;
	dtap_listen_failure(which, listen.address, listen.port, why);
	return DTAP_FAIL(log, "%s", why);
}

static bool
make_pcap_listener(struct dtap_hub_setup *setup, const struct dtap_conf *conf,
		   const struct dtap_log *log)
{
	const struct dtap_pcap_listener_options options = {
		.address = conf->pcap_over_ip.address,
		.port = (unsigned)conf->pcap_over_ip.port,
		.begin = dtap_hub_begin_pcap_over_ip,
		.arg = &setup->hub,
		.name = "fleet",
	};

	if (!conf->pcap_over_ip.enabled)
		return true;
	setup->pcap_listener = dtap_pcap_listener_new(
		log, setup->hub.service.fanout, &options);
	return setup->pcap_listener != NULL ||
	       DTAP_FAIL(log, "pcap_over_ip: cannot listen on %s port %u: %s",
			 options.address, options.port,
			 dtap_listen_advice(errno));
}

bool
dtap_hub_setup_make(struct dtap_hub_setup *setup, const struct dtap_conf *conf,
		    const struct dtap_log *log, void (*ended)(void *arg),
		    void *arg)
{
	struct dtap_hub *hub = &setup->hub;

	memset(setup, 0, sizeof *setup);
	if (!dtap_hub_setup_groups(hub, conf, log) ||
	    !make_access(&setup->access, conf, log) ||
	    !make_fanout(hub, conf, log))
		return false;
	for (size_t i = 0; i < hub->group_count; i++)
		setup->streams[i] = hub->groups[i].stream;
	hub->connection = dtap_hub_setup_connect(conf, log, ended, arg);
	return hub->connection != NULL && make_readers(hub, conf, log) &&
	       make_server(setup, conf, log) &&
	       make_pcap_listener(setup, conf, log);
}

void
dtap_hub_setup_free(struct dtap_hub_setup *setup)
{
	struct dtap_hub *hub = &setup->hub;

	dtap_server_stop(setup->server);
	dtap_pcap_listener_free(setup->pcap_listener);
	dtap_hub_presence_stop(setup->presence);
	dtap_hub_readers_free(hub->readers);
	dtap_fanout_free(hub->service.fanout);
	dtap_hub_devices_free(hub->devices);
	dtap_hub_connection_close(hub->connection);
	explicit_bzero(&setup->access, sizeof setup->access);
}

/* SPDX-License-Identifier: MIT */
#include "daemon/setup.h"

#include <errno.h>
#include <grp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/net.h"
#include "daemon/setup_archive.h"
#include "daemon/setup_taps.h"
#include "http/listener.h"

#define SOCKET_PATH_MAX 107 /* of struct sockaddr_un, without its NUL */

/* An address that others reach needs a token, or a key that allows all. */
static bool
check_exposure(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *address = conf->listen.address;

	if (conf->access.token_file[0] != '\0' || address[0] == '\0' ||
	    dtap_net_is_loopback(address))
		return true;
	return conf->access.allow_anonymous ||
	       DTAP_FAIL(
		       log,
		       "listen.address = \"%s\" is reachable from other "
		       "machines: set access.token_file, or "
		       "access.allow_anonymous = true if everyone who reaches "
		       "the port may read the traffic",
		       address);
}

/* After it listens: who is let in. */
static void
warn_of_exposure(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *address = conf->listen.address;

	if (conf->access.token_file[0] == '\0' && address[0] != '\0' &&
	    !dtap_net_is_loopback(address))
		dtap_log(log, DTAP_WARNING,
			 "EVERYONE who reaches %s can read the traffic of this "
			 "modem: access.allow_anonymous is true and "
			 "access.token_file is not set",
			 address);
}

static bool
make_access(struct dtap_access *access, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	char why[512];

	access->hosts = conf->access.hosts;
	if (conf->access.token_file[0] != '\0' &&
	    dtap_access_read_token(access, conf->access.token_file, why,
				   sizeof why) < 0)
		return DTAP_FAIL(log, "access.token_file: %s", why);
	return true;
}

static bool
make_fanout(struct dtap_setup *setup, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	struct dtap_service *service = &setup->service;

	service->fanout =
		dtap_fanout_new(log, (unsigned)conf->listen.max_subscribers);
	if (service->fanout == NULL)
		return DTAP_FAIL(log, "the fan-out: %s", strerror(errno));
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL &&
		    dtap_fanout_watch(service->fanout, service->taps[i].tap) <
			    0)
			return DTAP_FAIL(log, "the fan-out: %s",
					 strerror(errno));
	return true;
}

static bool
make_service(struct dtap_setup *setup, const struct dtap_conf *conf,
	     const struct dtap_log *log)
{
	setup->service = (struct dtap_service){
		.log = log,
		.record_clock = dtap_record_clock_new(
			(int64_t)(conf->clock_offset * 1e9)),
		.websocket = {.ping_ms = 1000 * conf->ws.ping_seconds,
			      .stall_ms = 1000 * conf->ws.stall_timeout},
		.started = dtap_clock_now(),
	};
	if (setup->service.record_clock == NULL)
		return DTAP_FAIL(log, "the clock: %s", strerror(errno));
	return dtap_setup_taps(&setup->service, conf, log) &&
	       make_fanout(setup, conf, log) &&
	       make_access(&setup->access, conf, log);
}

static const char *
advice(int error)
{
	static const struct {
		int error;
		const char *text;
	} table[] = {
		{EADDRINUSE, "another program uses it: stop that program, or "
			     "choose another port (0 means any free port)"},
		{EADDRNOTAVAIL,
		 "this machine does not have this address: use 127.0.0.1 for "
		 "this machine only, 0.0.0.0 for all its addresses"},
		{EINVAL, "listen.address must be numeric, for example "
			 "127.0.0.1 or ::1"},
		{EACCES, "not allowed: a port below 1024, or a directory of "
			 "another user, needs privileges"},
		{ENOTSOCK, "a file that is not a socket has this name"},
		{ENOENT, "the directory or the group (listen.unix_group) does "
			 "not exist"},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].error == error)
			return table[i].text;
	return strerror(error);
}

static bool
cannot_listen(const struct dtap_log *log, const struct dtap_listen *listen,
	      const char *which)
{
	const char *why = advice(errno);

	if (which == listen->address)
		return DTAP_FAIL(log, "cannot listen on %s port %u: %s", which,
				 listen->port, why);
	return DTAP_FAIL(log, "cannot listen on %s: %s", which, why);
}

static bool
read_mode(const struct dtap_conf *conf, unsigned *mode)
{
	char *end;
	unsigned long value = strtoul(conf->listen.unix_mode, &end, 8);

	*mode = (unsigned)value;
	return *end == '\0' && end != conf->listen.unix_mode && value <= 0777;
}

static bool
make_server(struct dtap_setup *setup, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	struct dtap_listen listen = {
		.address = conf->listen.address,
		.port = (unsigned)conf->listen.port,
		.unix_socket = conf->listen.unix_socket,
		.unix_group = conf->listen.unix_group,
		.access = &setup->access,
	};
	const char *which;

	read_mode(conf, &listen.unix_mode);
	/* libwebsockets does not say what is wrong with an address. */
	if (listen.address[0] != '\0' &&
	    dtap_listener_check(listen.address, listen.port) < 0)
		return cannot_listen(log, &listen, listen.address);
	setup->server = dtap_server_new(&setup->service, &listen, &which);
	if (setup->server == NULL)
		return cannot_listen(log, &listen, which);
	warn_of_exposure(conf, log);
	return true;
}

/* PCAP-over-IP has no token: other machines need a key that allows all. */
static bool
check_pcap_listener(const struct dtap_setup *setup,
		    const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *address = conf->pcap_over_ip.address;

	if (!conf->pcap_over_ip.enabled ||
	    !dtap_service_has_taps(&setup->service))
		return true;
	if (!dtap_net_same_address(address, address))
		return DTAP_FAIL(log,
				 "pcap_over_ip.address = \"%s\": must be "
				 "numeric, for example 127.0.0.1 or ::1",
				 address);
	return dtap_net_is_loopback(address) || conf->access.allow_anonymous ||
	       DTAP_FAIL(log,
			 "pcap_over_ip.address = \"%s\" is reachable from "
			 "other machines, and PCAP-over-IP cannot carry a "
			 "token: set access.allow_anonymous = true if everyone "
			 "who reaches the port may read the traffic",
			 address);
}

/* After it listens: who is let in. */
static void
warn_of_pcap_listener(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *address = conf->pcap_over_ip.address;

	if (!dtap_net_is_loopback(address))
		dtap_log(log, DTAP_WARNING,
			 "EVERYONE who reaches %s can read the traffic of this "
			 "modem: pcap_over_ip needs no token",
			 address);
	else if (conf->access.token_file[0] != '\0')
		dtap_log(log, DTAP_WARNING,
			 "pcap_over_ip needs no token: every user of this "
			 "machine can read the traffic of this modem");
}

static bool
make_pcap_listener(struct dtap_setup *setup, const struct dtap_conf *conf,
		   size_t tap, const struct dtap_log *log)
{
	const struct dtap_service_tap *of = &setup->service.taps[tap];
	const struct dtap_pcap_listener_options options = {
		.address = conf->pcap_over_ip.address,
		.port = dtap_setup_pcap_port(conf, tap),
		.tap = of->tap,
	};
	const char *why;

	setup->pcap_listeners[tap] =
		dtap_pcap_listener_new(log, setup->service.fanout, &options);
	if (setup->pcap_listeners[tap] != NULL)
		return true;
	why = errno == EINVAL ? "pcap_over_ip.address must be numeric, "
				"for example 127.0.0.1 or ::1"
			      : advice(errno);
	return DTAP_FAIL(log, "pcap_over_ip: cannot listen on %s port %u: %s",
			 options.address, options.port, why);
}

/* One for each tap that is enabled. */
static bool
make_pcap_listeners(struct dtap_setup *setup, const struct dtap_conf *conf,
		    const struct dtap_log *log)
{
	bool any = false;

	if (!conf->pcap_over_ip.enabled)
		return true;
	for (size_t i = 0; i < setup->service.tap_count; i++) {
		if (setup->service.taps[i].tap == NULL)
			continue;
		if (!make_pcap_listener(setup, conf, i, log))
			return false;
		any = true;
	}
	if (any)
		warn_of_pcap_listener(conf, log);
	return true;
}

/* What can be said of the addresses before a socket is opened. */
static bool
check_listen(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *address = conf->listen.address;
	const char *path = conf->listen.unix_socket;
	const char *group = conf->listen.unix_group;
	unsigned mode;

	if (!read_mode(conf, &mode))
		return DTAP_FAIL(
			log,
			"listen.unix_mode = \"%s\": must be octal, for "
			"example \"0660\"",
			conf->listen.unix_mode);
	if (address[0] == '\0' && path[0] == '\0')
		return DTAP_FAIL(log,
				 "listen.address and listen.unix_socket are "
				 "both empty: there is nothing to listen on");
	if (address[0] != '\0' && !dtap_net_same_address(address, address))
		return DTAP_FAIL(
			log,
			"listen.address = \"%s\": must be numeric, for "
			"example 127.0.0.1 or ::1",
			address);
	if (strlen(path) > SOCKET_PATH_MAX)
		return DTAP_FAIL(log,
				 "listen.unix_socket = \"%s\": must have at "
				 "most %d bytes",
				 path, SOCKET_PATH_MAX);
	if (path[0] != '\0' && group[0] != '\0' && getgrnam(group) == NULL)
		return DTAP_FAIL(log,
				 "listen.unix_group = \"%s\": this group does "
				 "not exist",
				 group);
	return check_exposure(conf, log);
}

bool
dtap_setup_make(struct dtap_setup *setup, const struct dtap_conf *conf,
		const struct dtap_log *log)
{
	*setup = (struct dtap_setup){0};
	return make_service(setup, conf, log) &&
	       dtap_setup_archives(&setup->service, conf, log) &&
	       check_listen(conf, log) && check_pcap_listener(setup, conf, log);
}

bool
dtap_setup_listen(struct dtap_setup *setup, const struct dtap_conf *conf,
		  const struct dtap_log *log)
{
	return make_server(setup, conf, log) &&
	       make_pcap_listeners(setup, conf, log);
}

void
dtap_setup_free(struct dtap_setup *setup)
{
	dtap_server_stop(setup->server);
	for (size_t i = 0; i < DTAP_MAX_TAPS; i++)
		dtap_pcap_listener_free(setup->pcap_listeners[i]);
	dtap_fanout_free(setup->service.fanout);
	dtap_service_free_archives(&setup->service);
	dtap_service_free_taps(&setup->service);
	dtap_record_clock_free(setup->service.record_clock);
}

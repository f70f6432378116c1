/* SPDX-License-Identifier: MIT */
#include "assembly.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "choice.h"
#include "http/probe.h"

/* One line, and the value of a function that cannot go on. */
#define FAIL(log, ...) (dtap_log(log, DTAP_ERROR, __VA_ARGS__), false)

static enum dtap_at_end
at_end_of(const struct dtap_conf *conf)
{
	static const struct {
		const char *name;
		enum dtap_at_end value;
	} words[] = {
		{"end", DTAP_AT_END_END},
		{"exit", DTAP_AT_END_EXIT},
		{"hold", DTAP_AT_END_HOLD},
		{"loop", DTAP_AT_END_LOOP},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].name, conf->diag.at_end) == 0)
			return words[i].value;
	return DTAP_AT_END_END;
}

static bool
make_tap(struct dtap_assembly *assembly, const struct dtap_conf *conf,
	 const struct dtap_log *log)
{
	const struct dtap_tap_options options = {
		.name = "diag",
		.ring_bytes = (size_t)conf->ring.bytes,
		.flush_ms = (unsigned)conf->ring.flush_ms,
		.snaplen = (uint32_t)conf->pcap.snaplen,
		.wait_subscribers = (unsigned)conf->diag.wait_subscribers,
		.at_end = at_end_of(conf),
	};
	struct dtap_source *source;

	if (!dtap_choice_make(&source, conf, log))
		return false;
	if (source != NULL)
		assembly->tap = dtap_tap_new(&options, source);
	if (assembly->tap == NULL)
		return FAIL(log,
			    "the tap \"diag\": %s; is ring.bytes = %" PRId64
			    " more than this machine has?",
			    strerror(errno), conf->ring.bytes);
	assembly->exits_at_end = options.at_end == DTAP_AT_END_EXIT;
	return true;
}

/* The sentence of a stream's 503, or NULL: streams are served. */
static const char *
refusal(const struct dtap_conf *conf)
{
	if (!conf->diag_stream_enabled)
		return "The DIAG stream is disabled. Set diag_stream_enabled = "
		       "true in diagtapd.conf (or start diagtapd with -o "
		       "diag_stream_enabled=true) to enable it.";
	if (conf->debug_mode)
		return "debug_mode = true: no device is opened, and there is "
		       "no stream. Set debug_mode = false in diagtapd.conf to "
		       "have one.";
	return NULL;
}

/* Open to others, without a token: only who says so gets it. */
static bool
check_exposure(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *address = conf->listen.address;

	if (conf->access.token_file[0] != '\0' || address[0] == '\0' ||
	    dtap_access_is_loopback(address))
		return true;
	if (!conf->access.allow_anonymous)
		return FAIL(log,
			    "listen.address = \"%s\" lets other machines in: "
			    "set access.token_file, or access.allow_anonymous "
			    "= true if whoever reaches the port may listen",
			    address);
	dtap_log(log, DTAP_WARNING,
		 "ANYONE who reaches %s may listen to this modem: "
		 "access.allow_anonymous = true and no access.token_file",
		 address);
	return true;
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
		return FAIL(log, "access.token_file: %s", why);
	return true;
}

static bool
make_service(struct dtap_assembly *assembly, const struct dtap_conf *conf,
	     const struct dtap_log *log)
{
	const char *why = refusal(conf);

	if (why == NULL && !make_tap(assembly, conf, log))
		return false;
	assembly->fanout =
		dtap_fanout_new(log, (unsigned)conf->listen.max_subscribers);
	if (assembly->fanout == NULL ||
	    (assembly->tap != NULL &&
	     dtap_fanout_watch(assembly->fanout, assembly->tap) < 0))
		return FAIL(log, "the fan-out: %s", strerror(errno));
	assembly->service = (struct dtap_service){
		.log = log,
		.fanout = assembly->fanout,
		.taps = {{"diag", assembly->tap, why}},
		.tap_count = 1,
		.started = dtap_clock_now(),
	};
	return make_access(&assembly->service.access, conf, log);
}

static const char *
advice(int error)
{
	static const struct {
		int error;
		const char *text;
	} table[] = {
		{EADDRINUSE, "another program has it: stop that, or choose "
			     "another (port 0 is any)"},
		{EADDRNOTAVAIL, "this machine does not have the address: "
				"127.0.0.1 is this machine alone, 0.0.0.0 is "
				"all it has"},
		{EINVAL, "listen.address must be numeric, as 127.0.0.1 or "
			 "::1"},
		{EACCES, "not allowed: a port below 1024, or a directory of "
			 "others, needs privileges"},
		{ENOTSOCK, "something that is no socket has this name"},
		{ENOENT, "no such directory, or no such listen.unix_group"},
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
		return FAIL(log, "cannot listen on %s port %u: %s", which,
			    listen->port, why);
	return FAIL(log, "cannot listen on %s: %s", which, why);
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
make_server(struct dtap_assembly *assembly, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	struct dtap_listen listen = {
		.address = conf->listen.address,
		.port = (unsigned)conf->listen.port,
		.unix_socket = conf->listen.unix_socket,
		.unix_group = conf->listen.unix_group,
	};
	const char *which;

	if (!read_mode(conf, &listen.unix_mode))
		return FAIL(log,
			    "listen.unix_mode = \"%s\": must be octal, as "
			    "\"0660\"",
			    conf->listen.unix_mode);
	if (listen.address[0] == '\0' && listen.unix_socket[0] == '\0')
		return FAIL(log, "neither listen.address nor "
				 "listen.unix_socket: there is nothing to "
				 "listen on");
	/* An address that cannot be had at all is the first thing to say. */
	if (listen.address[0] != '\0' &&
	    dtap_probe_tcp(listen.address, listen.port) < 0)
		return cannot_listen(log, &listen, listen.address);
	if (!check_exposure(conf, log))
		return false;
	assembly->server = dtap_server_new(&assembly->service, &listen, &which);
	if (assembly->server == NULL)
		return cannot_listen(log, &listen, which);
	return true;
}

/* No token can be given there: only who says so lets others in. */
static bool
check_doorway(const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *address = conf->pcap_over_ip.address;

	if (dtap_access_is_loopback(address)) {
		if (conf->access.token_file[0] != '\0')
			dtap_log(log, DTAP_WARNING,
				 "pcap_over_ip asks for no token: every user "
				 "of this machine may listen to this modem");
		return true;
	}
	if (!conf->access.allow_anonymous)
		return FAIL(log,
			    "pcap_over_ip.address = \"%s\" lets other machines "
			    "in, and no token can be given there: set "
			    "access.allow_anonymous = true if whoever reaches "
			    "the port may listen",
			    address);
	dtap_log(log, DTAP_WARNING,
		 "ANYONE who reaches %s may listen to this modem: "
		 "pcap_over_ip asks for no token",
		 address);
	return true;
}

static bool
make_doorway(struct dtap_assembly *assembly, const struct dtap_conf *conf,
	     const struct dtap_log *log)
{
	const struct dtap_doorway_options options = {
		.address = conf->pcap_over_ip.address,
		.port = (unsigned)conf->pcap_over_ip.port,
		.tap = assembly->tap,
		.path = "diag/pcap-over-ip",
	};
	const char *why;

	if (!conf->pcap_over_ip.enabled || assembly->tap == NULL)
		return true;
	assembly->doorway = dtap_doorway_new(log, assembly->fanout, &options);
	if (assembly->doorway != NULL)
		return check_doorway(conf, log);
	why = errno == EINVAL ? "pcap_over_ip.address must be numeric, as "
				"127.0.0.1 or ::1"
			      : advice(errno);
	return FAIL(log, "pcap_over_ip: cannot listen on %s port %u: %s",
		    options.address, options.port, why);
}

bool
dtap_assembly_make(struct dtap_assembly *assembly, const struct dtap_conf *conf,
		   const struct dtap_log *log)
{
	*assembly = (struct dtap_assembly){0};
	return make_service(assembly, conf, log) &&
	       make_server(assembly, conf, log) &&
	       make_doorway(assembly, conf, log);
}

void
dtap_assembly_free(struct dtap_assembly *assembly)
{
	dtap_server_stop(assembly->server);
	dtap_doorway_free(assembly->doorway);
	dtap_fanout_free(assembly->fanout);
	dtap_tap_free(assembly->tap);
}

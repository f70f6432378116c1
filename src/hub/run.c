/* SPDX-License-Identifier: MIT */
#include "hub/run.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/net.h"
#include "base/sandbox.h"
#include "base/signals.h"
#include "hub/reload.h"
#include "hub/setup_hub.h"

#define STOP_IDLE_MS                                             \
	1000 /* that a stream may wait for its client at the end \
	      */
#define OWN_DESCRIPTORS 512 /* without streams */

struct run {
	const struct dtap_conf *conf;
	const struct dtap_log *log;
	const struct dtap_reread *reread;
	struct dtap_hub_setup parts;
	bool in_terminal; /* SIGHUP is its end */
	int signals;
	int refused; /* an eventfd: the server refuses us, or is too old */
};

/* On a thread of libnats, or that of the devices. */
static void
on_refused(void *arg)
{
	struct run *run = arg;

	eventfd_write(run->refused, 1);
}

static void
raise_descriptor_limit(const struct dtap_conf *conf)
{
	rlim_t wanted = (rlim_t)conf->listen.max_subscribers + OWN_DESCRIPTORS;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void
warn_of_exposure(const struct run *run)
{
	const struct dtap_conf *conf = run->conf;
	bool is_open = conf->access.token_file[0] == '\0' &&
		       conf->listen.address[0] != '\0' &&
		       !dtap_net_is_loopback(conf->listen.address);

	if (is_open)
		dtap_log(run->log, DTAP_WARNING,
			 "EVERYONE who reaches %s can read the traffic of all "
			 "devices: access.token_file is not set",
			 conf->listen.address);
	if (conf->pcap_over_ip.enabled &&
	    (conf->access.token_file[0] != '\0' ||
	     !dtap_net_is_loopback(conf->pcap_over_ip.address)))
		dtap_log(run->log, DTAP_WARNING,
			 "pcap_over_ip needs no token: everyone who reaches %s "
			 "port %u can read the traffic of all devices",
			 conf->pcap_over_ip.address,
			 dtap_pcap_listener_port(run->parts.pcap_listener));
}

static void
report_start(const struct run *run)
{
	const struct dtap_conf *conf = run->conf;
	const char *address = conf->listen.address;
	bool is_v6 = strchr(address, ':') != NULL;

	if (address[0] != '\0')
		dtap_log(run->log, DTAP_NOTICE,
			 "the hub listens on http://%s%s%s:%u/",
			 is_v6 ? "[" : "", address, is_v6 ? "]" : "",
			 dtap_server_port(run->parts.server));
	if (conf->listen.unix_socket[0] != '\0')
		dtap_log(run->log, DTAP_NOTICE, "the hub listens on %s",
			 conf->listen.unix_socket);
	if (run->parts.pcap_listener != NULL)
		dtap_log(run->log, DTAP_NOTICE,
			 "the fleet: wireshark -k -i TCP@%s:%u",
			 conf->pcap_over_ip.address,
			 dtap_pcap_listener_port(run->parts.pcap_listener));
	warn_of_exposure(run);
}

static bool
start_presence(struct run *run)
{
	struct dtap_hub_setup *parts = &run->parts;
	const struct dtap_hub_presence_options options = {
		.connection = parts->hub.connection,
		.log = run->log,
		.table = parts->hub.devices,
		.streams = parts->streams,
		.stream_count = parts->hub.group_count,
		.refused = on_refused,
		.arg = run,
	};

	parts->presence = dtap_hub_presence_start(&options);
	return parts->presence != NULL;
}

static bool
start(struct run *run)
{
	struct dtap_hub_setup *parts = &run->parts;

	if (dtap_fanout_start(parts->hub.service.fanout) < 0)
		return DTAP_FAIL(run->log, "a thread: %s", strerror(errno));
	if (start_presence(run) && dtap_server_start(parts->server) == 0 &&
	    (parts->pcap_listener == NULL ||
	     dtap_pcap_listener_start(parts->pcap_listener) == 0)) {
		report_start(run);
		return true;
	}
	dtap_log(run->log, DTAP_ERROR, "a thread: %s", strerror(errno));
	dtap_fanout_stop(parts->hub.service.fanout, 0);
	return false;
}

static void
reload(struct run *run)
{
	struct dtap_conf fresh;
	struct dtap_conf_error error;

	if (run->reread->read(run->reread->arg, &fresh, &error))
		dtap_hub_reload(&run->parts, run->conf, &fresh, run->log);
	else
		dtap_log(run->log, DTAP_ERROR,
			 "reload: %s; nothing has changed", error.text);
	dtap_conf_free(&fresh);
}

/* True: the hub goes on. */
static bool
handle_signal(struct run *run)
{
	if (dtap_signals_next(run->signals) != SIGHUP || run->in_terminal)
		return false;
	reload(run);
	return true;
}

/* False: the server refuses us. */
static bool
serve(struct run *run)
{
	struct pollfd fds[] = {
		{.fd = run->signals, .events = POLLIN},
		{.fd = run->refused, .events = POLLIN},
	};

	for (;;) {
		while (poll(fds, 2, -1) < 0 && errno == EINTR)
			;
		if (fds[1].revents != 0)
			return false;
		if (!handle_signal(run))
			return true;
	}
}

/* All is open: only what is needed from here on. */
static bool
lock_down(const struct run *run)
{
	static const struct dtap_sandbox_options options = {0};

	if (!run->conf->sandbox)
		return true;
	if (!dtap_sandbox_is_possible())
		return DTAP_FAIL(run->log,
				 "sandbox: this kernel or build cannot filter "
				 "system calls: set sandbox = false to run "
				 "without the sandbox");
	return dtap_sandbox_enter(&options) == 0 ||
	       DTAP_FAIL(run->log, "sandbox: %s", strerror(errno));
}

/* In the order of the flow: the readers, then what their streams still have. */
static void
stop(struct run *run)
{
	dtap_pcap_listener_stop(run->parts.pcap_listener);
	dtap_hub_readers_stop(run->parts.hub.readers);
	dtap_fanout_stop(run->parts.hub.service.fanout, STOP_IDLE_MS);
}

static int
run_parts(struct run *run)
{
	bool served;

	dtap_signals_ignore(NULL);
	run->signals = dtap_signals_open(false);
	run->refused = eventfd(0, EFD_CLOEXEC);
	if (run->signals < 0 || run->refused < 0) {
		dtap_log(run->log, DTAP_ERROR, "signals: %s", strerror(errno));
		return DTAP_HUB_FAILED;
	}
	if (!dtap_hub_setup_check(run->conf, run->log))
		return DTAP_HUB_WRONG;
	if (!dtap_hub_setup_make(&run->parts, run->conf, run->log, on_refused,
				 run) ||
	    !lock_down(run) || !start(run))
		return DTAP_HUB_FAILED;
	served = serve(run);
	stop(run);
	return served ? 0 : DTAP_HUB_FAILED;
}

int
dtap_hub_run(const struct dtap_conf *conf, const struct dtap_log *log,
	     const struct dtap_reread *reread)
{
	struct run run = {
		.conf = conf,
		.log = log,
		.reread = reread,
		.in_terminal = dtap_signals_has_terminal(),
		.signals = -1,
		.refused = -1,
	};
	int status;

	raise_descriptor_limit(conf);
	status = run_parts(&run);
	dtap_hub_setup_free(&run.parts);
	if (run.signals >= 0)
		close(run.signals);
	if (run.refused >= 0)
		close(run.refused);
	return status;
}

/* SPDX-License-Identifier: MIT */
#include "daemon/daemon.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/signals.h"
#include "daemon/notify.h"
#include "daemon/privileges.h"
#include "daemon/reload.h"
#include "daemon/report.h"
#include "base/sandbox.h"
#include "daemon/setup.h"
#include "daemon/setup_archive.h"
#include "daemon/setup_listen.h"
#include "daemon/setup_port.h"
#include "daemon/watchdog.h"

/* How long a stream may wait for its client when the daemon ends. */
#define STOP_IDLE_MS 1000
#define END_IDLE_MS  10000

/* With a message that the server takes a second for, still within 3 s. */
#define UPLINK_FINISH_MS 1800

#define START_TICK_MS 5000 /* how often a start asks for more time */

#define OWN_DESCRIPTORS \
	512 /* of the daemon and libwebsockets, without streams */

struct daemon {
	const struct dtap_conf *conf;
	const struct dtap_log *log;
	const struct dtap_reread *reread;
	struct dtap_setup parts;
	struct dtap_identity identity;
	int signals, news; /* descriptors: of signals, of a tap's state */
	struct dtap_notify notify;
	struct dtap_watchdog watchdog;
	int64_t watchdog_due; /* monotonic ns */
	bool tired;           /* the watchdog has found a thread that hangs */
	bool ready;
	bool in_terminal; /* SIGHUP is its end */
	bool ended;       /* a replay, and the daemon with it */
};

/* Each subscriber needs a descriptor. */
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

static bool
catch_signals(struct daemon *daemon)
{
	dtap_signals_ignore(NULL);
	daemon->signals = dtap_signals_open(false);
	daemon->news = eventfd(0, EFD_CLOEXEC);
	return (daemon->signals >= 0 && daemon->news >= 0) ||
	       DTAP_FAIL(daemon->log, "signals: %s", strerror(errno));
}

static bool
find_identity(struct dtap_identity *identity, const struct dtap_conf *conf,
	      const struct dtap_log *log)
{
	if (dtap_identity_find(identity, conf->user, conf->group) == 0)
		return true;
	if (errno == EINVAL)
		return DTAP_FAIL(log,
				 "group = \"%s\" is set without user: set both",
				 conf->group);
	return DTAP_FAIL(log,
			 "user = \"%s\", group = \"%s\": this user or group "
			 "does not exist",
			 conf->user, conf->group);
}

/* On the tap's reader thread. */
static void
on_state(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
	 const char *why)
{
	struct daemon *daemon = arg;
	const struct dtap_source *source = dtap_tap_source(tap);
	bool bad =
		state == DTAP_TAP_RETRYING || (*why != '\0' && !source->notice);

	if (state == DTAP_TAP_STOPPED)
		return; /* the totals follow */
	dtap_log(daemon->log, bad ? DTAP_WARNING : DTAP_NOTICE,
		 "%s: %s (%s, %s)%s%s", dtap_tap_name(tap),
		 dtap_tap_state_name(state), source->type, source->where,
		 *why != '\0' ? ": " : "", why);
	eventfd_write(daemon->news, 1);
}

static bool
start_pcap_listeners(struct daemon *daemon)
{
	for (size_t i = 0; i < DTAP_MAX_TAPS; i++)
		if (daemon->parts.pcap_listeners[i] != NULL &&
		    dtap_pcap_listener_start(daemon->parts.pcap_listeners[i]) <
			    0)
			return false;
	return true;
}

static void
stop_pcap_listeners(struct daemon *daemon)
{
	for (size_t i = 0; i < DTAP_MAX_TAPS; i++)
		dtap_pcap_listener_stop(daemon->parts.pcap_listeners[i]);
}

static bool
start(struct daemon *daemon)
{
	struct dtap_setup *parts = &daemon->parts;

	if (dtap_fanout_start(parts->service.fanout) < 0)
		return DTAP_FAIL(daemon->log, "a thread: %s", strerror(errno));
	if (dtap_server_start(parts->server) < 0 ||
	    !start_pcap_listeners(daemon) ||
	    dtap_service_start_taps(&parts->service, on_state, daemon) < 0 ||
	    (parts->service.port != NULL &&
	     dtap_port_start(parts->service.port) < 0) ||
	    (parts->service.gsmtap != NULL &&
	     dtap_sender_start(parts->service.gsmtap) < 0)) {
		stop_pcap_listeners(daemon);
		dtap_port_stop(parts->service.port);
		dtap_service_stop_taps(&parts->service);
		dtap_fanout_stop(parts->service.fanout, 0);
		return DTAP_FAIL(daemon->log, "a thread: %s", strerror(errno));
	}
	dtap_report_start(daemon->log, daemon->conf, parts);
	return true;
}

/* What the service manager shows. */
static void
notify_state(const struct daemon *daemon, const char *before)
{
	char state[512];

	if (daemon->notify.fd < 0)
		return;
	dtap_report_state(state, &daemon->parts.service);
	dtap_notify(&daemon->notify, "%sSTATUS=%s", before, state);
}

/* A sign of life, if the threads that carry data give one. */
static void
feed_watchdog(struct daemon *daemon)
{
	const char *bad = dtap_watchdog_ask(&daemon->watchdog);

	if (bad == NULL)
		dtap_notify(&daemon->notify, "WATCHDOG=1");
	else if (!daemon->tired)
		dtap_log(daemon->log, DTAP_ERROR,
			 "the watchdog has no answer of %s", bad);
	daemon->tired = bad != NULL;
}

static void
reload(struct daemon *daemon)
{
	struct dtap_conf fresh;
	struct dtap_conf_error error;

	dtap_notify(&daemon->notify, "RELOADING=1\nMONOTONIC_USEC=%lld",
		    (long long)(dtap_clock_now() / 1000));
	if (daemon->reread->read(daemon->reread->arg, &fresh, &error))
		dtap_reload(&daemon->parts, daemon->conf, &fresh, daemon->log);
	else
		dtap_log(daemon->log, DTAP_ERROR,
			 "reload: %s; nothing has changed", error.text);
	dtap_conf_free(&fresh);
	notify_state(daemon, daemon->ready ? "READY=1\n" : "");
}

/* True: the daemon goes on. */
static bool
handle_signal(struct daemon *daemon)
{
	if (dtap_signals_next(daemon->signals) != SIGHUP || daemon->in_terminal)
		return false;
	reload(daemon);
	return true;
}

/* Does what is due; returns the time until it is due again, in ms, or -1. */
static int
tick(struct daemon *daemon)
{
	int64_t now = dtap_clock_now();

	/* A source may take its time to open: a pipe without a writer. */
	if (!daemon->ready) {
		dtap_notify(&daemon->notify, "EXTEND_TIMEOUT_USEC=%d",
			    3 * START_TICK_MS * 1000);
		return START_TICK_MS;
	}
	if (daemon->notify.watchdog_ms < 0)
		return -1;
	if (now >= daemon->watchdog_due) {
		feed_watchdog(daemon);
		daemon->watchdog_due =
			now + daemon->notify.watchdog_ms * DTAP_NS_PER_MS;
	}
	return (int)((daemon->watchdog_due - now) / DTAP_NS_PER_MS) + 1;
}

/* Waits for a change, or for what is due.  False: a signal ends the daemon. */
static bool
wait_for_news(struct daemon *daemon)
{
	struct pollfd fds[] = {
		{.fd = daemon->signals, .events = POLLIN},
		{.fd = daemon->news, .events = POLLIN},
	};
	eventfd_t count;

	while (poll(fds, 2, tick(daemon)) < 0 && errno == EINTR)
		;
	if (fds[1].revents != 0) {
		eventfd_read(daemon->news, &count);
		notify_state(daemon, "");
	}
	return fds[0].revents == 0 || handle_signal(daemon);
}

/* The devices are open: drop the rights that are not needed any more. */
static bool
lock_down(struct daemon *daemon)
{
	const struct dtap_conf *conf = daemon->conf;
	const struct dtap_sandbox_options sandbox = {
		.packet_sockets = conf->ipa_stream_enabled &&
				  strcmp(conf->ipa.source, "netdev") == 0,
		.usb = conf->diag_stream_enabled &&
		       strcmp(conf->diag.source, "usb") == 0,
	};

	if (dtap_identity_take(&daemon->identity) < 0)
		return DTAP_FAIL(daemon->log,
				 "cannot change to user = \"%s\": %s",
				 daemon->conf->user, strerror(errno));
	return !conf->sandbox || dtap_sandbox_enter(&sandbox) == 0 ||
	       DTAP_FAIL(daemon->log, "sandbox: %s", strerror(errno));
}

/* Before the log has the address: who reads it there relies on it. */
static bool
check_sandbox(const struct daemon *daemon)
{
	return !daemon->conf->sandbox || dtap_sandbox_is_possible() ||
	       DTAP_FAIL(daemon->log,
			 "sandbox: this kernel or build cannot filter system "
			 "calls: set sandbox = false to run without the "
			 "sandbox");
}

/* They write and read files as the user that the daemon has changed to. */
static bool
start_archives(struct daemon *daemon)
{
	return dtap_service_start_archives(&daemon->parts.service) == 0 ||
	       DTAP_FAIL(daemon->log, "a thread: %s", strerror(errno));
}

/* False: the rights could not be dropped, or the archives not started. */
static bool
serve(struct daemon *daemon)
{
	const struct dtap_service *taps = &daemon->parts.service;
	bool goes_on = true;

	while (goes_on && !dtap_service_is_tried(taps))
		goes_on = wait_for_news(daemon);
	if (goes_on && (!lock_down(daemon) || !start_archives(daemon)))
		return false;
	daemon->ready = true;
	if (goes_on)
		notify_state(daemon, "READY=1\n");
	while (goes_on && !dtap_service_has_ended(taps))
		goes_on = wait_for_news(daemon);
	daemon->ended = goes_on;
	return true;
}

/* In the order of the flow, so that all data arrives. */
static void
stop(struct daemon *daemon)
{
	dtap_notify(&daemon->notify, "STOPPING=1\nSTATUS=stopping");
	stop_pcap_listeners(daemon);
	dtap_port_stop(daemon->parts.service.port);
	dtap_service_stop_taps(&daemon->parts.service);
	dtap_uplink_finish(daemon->parts.service.uplink,
			   daemon->ended ? END_IDLE_MS : UPLINK_FINISH_MS);
	dtap_sender_stop(daemon->parts.service.gsmtap);
	dtap_fanout_stop(daemon->parts.service.fanout,
			 daemon->ended ? END_IDLE_MS : STOP_IDLE_MS);
	dtap_service_stop_archives(&daemon->parts.service);
	dtap_report_end(daemon->log, &daemon->parts.service);
}

static int
run(struct daemon *daemon)
{
	bool served;

	raise_descriptor_limit(daemon->conf);
	if (!catch_signals(daemon))
		return DTAP_DAEMON_FAILED;
	if (!find_identity(&daemon->identity, daemon->conf, daemon->log) ||
	    !dtap_setup_make(&daemon->parts, daemon->conf, daemon->log) ||
	    !dtap_setup_check_listen(&daemon->parts, daemon->conf,
				     daemon->log) ||
	    !dtap_setup_check_port(daemon->conf, daemon->log))
		return DTAP_DAEMON_WRONG;
	if (!dtap_setup_listen(&daemon->parts, daemon->conf, daemon->log) ||
	    !dtap_setup_port(&daemon->parts, daemon->conf, daemon->log) ||
	    !check_sandbox(daemon) || !start(daemon))
		return DTAP_DAEMON_FAILED;
	daemon->watchdog.service = &daemon->parts.service;
	served = serve(daemon);
	stop(daemon);
	return served ? 0 : DTAP_DAEMON_FAILED;
}

int
dtap_daemon_run(const struct dtap_conf *conf, const struct dtap_log *log,
		const struct dtap_reread *reread)
{
	struct daemon daemon = {
		.conf = conf,
		.log = log,
		.reread = reread,
		.in_terminal = dtap_signals_has_terminal(),
		.signals = -1,
		.news = -1,
	};
	int status;

	dtap_notify_open(&daemon.notify);
	status = run(&daemon);
	dtap_notify_close(&daemon.notify);

	dtap_setup_free(&daemon.parts);
	if (daemon.signals >= 0)
		close(daemon.signals);
	if (daemon.news >= 0)
		close(daemon.news);
	return status;
}

int
dtap_daemon_check(const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct dtap_identity identity;
	struct dtap_setup parts = {0};
	bool good = find_identity(&identity, conf, log) &&
		    dtap_setup_make(&parts, conf, log) &&
		    dtap_setup_check_listen(&parts, conf, log) &&
		    dtap_setup_check_port(conf, log);

	if (good)
		dtap_setup_warn_of_directory(conf, log);
	dtap_setup_free(&parts);
	return good ? 0 : DTAP_DAEMON_WRONG;
}

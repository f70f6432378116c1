/* SPDX-License-Identifier: MIT */
#include "daemon.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "assembly.h"
#include "privileges.h"
#include "version.h"

/* How long a stream may take for its next octet when all is over. */
#define STOP_IDLE_MS 1000
#define END_IDLE_MS  10000

#define OWN_DESCRIPTORS 512 /* ours and libwebsockets', beside the streams */

struct daemon {
	const struct dtap_conf *conf;
	const struct dtap_log *log;
	struct dtap_assembly parts;
	struct dtap_identity identity;
	int signals, news; /* descriptors: of signals, of the tap's state */
	atomic_bool opened, ended; /* the source, tried and for good */
};

/* One line, and the value of a function that cannot go on. */
#define FAIL(daemon, ...) \
	(dtap_log((daemon)->log, DTAP_ERROR, __VA_ARGS__), false)

/* Each subscriber is a descriptor: ask for as many as may come. */
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
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	daemon->signals = signalfd(-1, &set, SFD_CLOEXEC);
	daemon->news = eventfd(0, EFD_CLOEXEC);
	return (daemon->signals >= 0 && daemon->news >= 0) ||
	       FAIL(daemon, "signals: %s", strerror(errno));
}

static bool
find_identity(struct daemon *daemon)
{
	const struct dtap_conf *conf = daemon->conf;

	if (dtap_identity_find(&daemon->identity, conf->user, conf->group) == 0)
		return true;
	if (errno == EINVAL)
		return FAIL(daemon, "group = \"%s\" without a user: name both",
			    conf->group);
	return FAIL(daemon,
		    "user = \"%s\", group = \"%s\": there is no such user or "
		    "group here",
		    conf->user, conf->group);
}

/* On the tap's reader thread. */
static void
on_state(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
	 const char *why)
{
	struct daemon *daemon = arg;
	const struct dtap_source *source = dtap_tap_source(tap);
	bool bad = state == DTAP_TAP_RETRYING || *why != '\0';

	if (state == DTAP_TAP_STOPPED)
		return; /* the totals say it */
	dtap_log(daemon->log, bad ? DTAP_WARNING : DTAP_NOTICE,
		 "%s: %s (%s, %s)%s%s", dtap_tap_name(tap),
		 dtap_tap_state_name(state), source->type, source->where,
		 *why != '\0' ? ": " : "", why);
	atomic_store(&daemon->opened, true);
	if (state == DTAP_TAP_ENDED && daemon->parts.exits_at_end)
		atomic_store(&daemon->ended, true);
	eventfd_write(daemon->news, 1);
}

static void
log_start(const struct daemon *daemon)
{
	const char *address = daemon->conf->listen.address;
	const char *unix_socket = daemon->conf->listen.unix_socket;
	const char *off =
		daemon->parts.tap == NULL ? " (streams are disabled)" : "";
	bool v6 = strchr(address, ':') != NULL;

	if (unix_socket[0] != '\0')
		dtap_log(daemon->log, DTAP_NOTICE, "version %s listens on %s%s",
			 DTAP_VERSION, unix_socket, off);
	if (address[0] != '\0')
		dtap_log(daemon->log, DTAP_NOTICE,
			 "version %s listens on http://%s%s%s:%u/%s",
			 DTAP_VERSION, v6 ? "[" : "", address, v6 ? "]" : "",
			 dtap_server_port(daemon->parts.server), off);
}

static void
log_doorway(const struct daemon *daemon)
{
	const char *address = daemon->conf->pcap_over_ip.address;
	bool v6 = strchr(address, ':') != NULL;

	if (daemon->parts.doorway != NULL)
		dtap_log(daemon->log, DTAP_NOTICE,
			 "pcap_over_ip: wireshark -k -i TCP@%s%s%s:%u",
			 v6 ? "[" : "", address, v6 ? "]" : "",
			 dtap_doorway_port(daemon->parts.doorway));
	else if (daemon->conf->pcap_over_ip.enabled)
		dtap_log(daemon->log, DTAP_NOTICE,
			 "pcap_over_ip: no port, while streams are disabled");
}

static bool
start(struct daemon *daemon)
{
	struct dtap_assembly *parts = &daemon->parts;

	if (dtap_fanout_start(parts->fanout) < 0)
		return FAIL(daemon, "a thread: %s", strerror(errno));
	if (dtap_server_start(parts->server) < 0 ||
	    (parts->doorway != NULL &&
	     dtap_doorway_start(parts->doorway) < 0) ||
	    (parts->tap != NULL &&
	     dtap_tap_start(parts->tap, on_state, daemon) < 0)) {
		dtap_doorway_stop(parts->doorway);
		dtap_fanout_stop(parts->fanout, 0);
		return FAIL(daemon, "a thread: %s", strerror(errno));
	}
	log_doorway(daemon);
	log_start(daemon);
	return true;
}

/* Waits for news of the tap, or for a signal: false. */
static bool
wait_for_news(struct daemon *daemon)
{
	struct pollfd fds[] = {
		{.fd = daemon->signals, .events = POLLIN},
		{.fd = daemon->news, .events = POLLIN},
	};
	eventfd_t count;

	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	if (fds[1].revents != 0)
		eventfd_read(daemon->news, &count);
	return fds[0].revents == 0;
}

/* With the device open: what is not needed any more is given away. */
static bool
lock_down(struct daemon *daemon)
{
	if (dtap_identity_take(&daemon->identity) < 0)
		return FAIL(daemon, "cannot become user = \"%s\": %s",
			    daemon->conf->user, strerror(errno));
	if (!daemon->conf->sandbox)
		return true;
	return dtap_sandbox_enter() == 0 ||
	       FAIL(daemon,
		    "sandbox: %s; this kernel or build has no filter of "
		    "system calls: set sandbox = false to do without",
		    strerror(errno));
}

/* False: it could not be locked down. */
static bool
serve(struct daemon *daemon)
{
	bool goes_on = true;

	if (daemon->parts.tap != NULL)
		while (goes_on && !atomic_load(&daemon->opened))
			goes_on = wait_for_news(daemon);
	if (goes_on && !lock_down(daemon))
		return false;
	while (goes_on && !atomic_load(&daemon->ended))
		goes_on = wait_for_news(daemon);
	return true;
}

static void
log_totals(struct daemon *daemon)
{
	struct dtap_tap_status tap;
	struct dtap_roster_status streams;

	if (daemon->parts.tap == NULL)
		return;
	dtap_tap_status(daemon->parts.tap, &tap);
	dtap_roster_status(dtap_fanout_roster(daemon->parts.fanout), &streams);
	dtap_log(daemon->log, DTAP_NOTICE,
		 "%s: %" PRIu64 " containers (%" PRIu64 " bytes) read, %" PRIu64
		 " dropped; %" PRIu64 " streams took %" PRIu64
		 " bytes, lagged %" PRIu64 " times and lost %" PRIu64
		 " containers (%" PRIu64 " bytes)",
		 dtap_tap_name(daemon->parts.tap), tap.read.containers,
		 tap.read.bytes, tap.dropped.containers, streams.begun,
		 streams.bytes, streams.lags, streams.lost.containers,
		 streams.lost.bytes);
}

/* In the order of the flow: what is on its way arrives. */
static void
stop(struct daemon *daemon)
{
	dtap_doorway_stop(daemon->parts.doorway);
	if (daemon->parts.tap != NULL)
		dtap_tap_stop(daemon->parts.tap);
	dtap_fanout_stop(daemon->parts.fanout, atomic_load(&daemon->ended)
						       ? END_IDLE_MS
						       : STOP_IDLE_MS);
	log_totals(daemon);
}

static int
run(struct daemon *daemon)
{
	bool served;

	raise_descriptor_limit(daemon->conf);
	if (!catch_signals(daemon) || !find_identity(daemon) ||
	    !dtap_assembly_make(&daemon->parts, daemon->conf, daemon->log) ||
	    !start(daemon))
		return 1;
	served = serve(daemon);
	stop(daemon);
	return served ? 0 : 1;
}

int
dtap_daemon_run(const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct daemon daemon = {
		.conf = conf,
		.log = log,
		.signals = -1,
		.news = -1,
	};
	int status = run(&daemon);

	dtap_assembly_free(&daemon.parts);
	if (daemon.signals >= 0)
		close(daemon.signals);
	if (daemon.news >= 0)
		close(daemon.news);
	return status;
}

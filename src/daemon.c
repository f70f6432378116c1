/* SPDX-License-Identifier: MIT */
#include "daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/server.h"
#include "sources/sources.h"
#include "version.h"

/* How long a stream may take for its next octet when all is over. */
#define STOP_IDLE_MS 1000
#define END_IDLE_MS  10000

#define OWN_DESCRIPTORS 512 /* ours and libwebsockets', beside the streams */

struct daemon {
	const struct dtap_conf *conf;
	const struct dtap_log *log;
	struct dtap_service service;
	struct dtap_tap *tap; /* NULL where streams are refused */
	struct dtap_fanout *fanout;
	struct dtap_server *server;
	int signals, over; /* descriptors: of signals, of a source's end */
	bool exits_at_end, ended;
};

/* One line, and the value that a function which cannot go on returns. */
#define FAIL(daemon, ...) (dtap_log((daemon)->log, DTAP_ERROR, __VA_ARGS__), -1)

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

static struct dtap_source *
make_simulator(const struct dtap_conf *conf)
{
	const struct dtap_simulator_options options = {
		.seed = (uint64_t)conf->diag.seed,
		.rate = conf->diag.rate,
	};

	return dtap_simulator_new(&options);
}

static struct dtap_source *
make_file(const struct dtap_conf *conf)
{
	const struct dtap_file_options options = {
		.path = conf->diag.file,
		.speed = conf->diag.speed,
	};

	return dtap_file_new(&options);
}

/* A file that is not there now will not be there later: say so and end. */
static int
check_file(struct daemon *daemon)
{
	const char *path = daemon->conf->diag.file;
	int fd;

	if (path[0] == '\0')
		return FAIL(daemon, "diag.source is \"file\" but diag.file is "
				    "empty: name the capture to replay, or "
				    "\"-\" for standard input");
	if (strcmp(path, "-") == 0)
		return 0;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return FAIL(daemon,
			    "diag.file = \"%s\": %s; name a capture that this "
			    "user may read",
			    path, strerror(errno));
	close(fd);
	return 0;
}

static int
check_nothing(struct daemon *daemon)
{
	(void)daemon;
	return 0;
}

static const struct source_type {
	const char *name;
	int (*check)(struct daemon *daemon);
	struct dtap_source *(*make)(const struct dtap_conf *conf);
} source_types[] = {
	{"simulator", check_nothing, make_simulator},
	{"file", check_file, make_file},
};

static const struct source_type *
source_type(const char *name)
{
	for (size_t i = 0; i < sizeof source_types / sizeof *source_types; i++)
		if (strcmp(source_types[i].name, name) == 0)
			return &source_types[i];
	return NULL;
}

static int
make_tap(struct daemon *daemon)
{
	const struct dtap_conf *conf = daemon->conf;
	const struct source_type *type = source_type(conf->diag.source);
	const struct dtap_tap_options options = {
		.name = "diag",
		.ring_bytes = (size_t)conf->ring.bytes,
		.flush_ms = (unsigned)conf->ring.flush_ms,
		.snaplen = (uint32_t)conf->pcap.snaplen,
		.wait_subscribers = (unsigned)conf->diag.wait_subscribers,
		.at_end = at_end_of(conf),
	};
	struct dtap_source *source;

	if (type == NULL)
		return FAIL(daemon,
			    "diag.source = \"%s\": unknown source; this build "
			    "has \"simulator\" and \"file\"",
			    conf->diag.source);
	if (type->check(daemon) < 0)
		return -1;
	source = type->make(conf);
	daemon->tap = source == NULL ? NULL : dtap_tap_new(&options, source);
	if (daemon->tap == NULL)
		return FAIL(daemon,
			    "the tap \"diag\": %s; is ring.bytes = %" PRId64
			    " more than this machine has?",
			    strerror(errno), conf->ring.bytes);
	daemon->exits_at_end = options.at_end == DTAP_AT_END_EXIT;
	return 0;
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

static int
make_service(struct daemon *daemon)
{
	struct dtap_service *service = &daemon->service;
	const struct dtap_conf *conf = daemon->conf;
	const char *why = refusal(conf);

	if (why == NULL && make_tap(daemon) < 0)
		return -1;
	daemon->fanout = dtap_fanout_new(
		daemon->log, (unsigned)conf->listen.max_subscribers);
	if (daemon->fanout == NULL ||
	    (daemon->tap != NULL &&
	     dtap_fanout_watch(daemon->fanout, daemon->tap) < 0))
		return FAIL(daemon, "the fan-out: %s", strerror(errno));
	*service = (struct dtap_service){
		.log = daemon->log,
		.fanout = daemon->fanout,
		.taps = {{"diag", daemon->tap, why}},
		.tap_count = 1,
		.started = dtap_clock_now(),
	};
	return 0;
}

static const char *
advice(int error)
{
	switch (error) {
	case EADDRINUSE:
		return "another program has the port: stop it, or choose "
		       "another listen.port (0 is any)";
	case EADDRNOTAVAIL:
		return "this machine does not have the address: 127.0.0.1 is "
		       "this machine alone, 0.0.0.0 is all it has";
	case EINVAL:
		return "listen.address must be numeric, as 127.0.0.1 or ::1";
	case EACCES:
		return "a port below 1024 needs privileges: choose another "
		       "listen.port";
	default:
		return strerror(error);
	}
}

static int
make_server(struct daemon *daemon)
{
	const struct dtap_conf *conf = daemon->conf;

	daemon->server = dtap_server_new(&daemon->service, conf->listen.address,
					 (unsigned)conf->listen.port);
	if (daemon->server == NULL)
		return FAIL(daemon, "cannot listen on %s port %" PRId64 ": %s",
			    conf->listen.address, conf->listen.port,
			    advice(errno));
	return 0;
}

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

static int
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
	daemon->over = eventfd(0, EFD_CLOEXEC);
	if (daemon->signals < 0 || daemon->over < 0)
		return FAIL(daemon, "signals: %s", strerror(errno));
	return 0;
}

/* On the tap's reader thread. */
static void
on_state(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
	 const char *why)
{
	const struct daemon *daemon = arg;
	const struct dtap_source *source = dtap_tap_source(tap);
	bool bad = state == DTAP_TAP_RETRYING || *why != '\0';

	if (state == DTAP_TAP_STOPPED)
		return; /* the totals say it */
	dtap_log(daemon->log, bad ? DTAP_WARNING : DTAP_NOTICE,
		 "%s: %s (%s, %s)%s%s", dtap_tap_name(tap),
		 dtap_tap_state_name(state), source->type, source->where,
		 *why != '\0' ? ": " : "", why);
	if (state == DTAP_TAP_ENDED && daemon->exits_at_end)
		eventfd_write(daemon->over, 1);
}

static int
start(struct daemon *daemon)
{
	const char *address = daemon->conf->listen.address;
	bool v6 = strchr(address, ':') != NULL;

	if (dtap_fanout_start(daemon->fanout) < 0)
		return FAIL(daemon, "a thread: %s", strerror(errno));
	if (dtap_server_start(daemon->server) < 0 ||
	    (daemon->tap != NULL &&
	     dtap_tap_start(daemon->tap, on_state, daemon) < 0)) {
		dtap_fanout_stop(daemon->fanout, 0);
		return FAIL(daemon, "a thread: %s", strerror(errno));
	}
	dtap_log(daemon->log, DTAP_NOTICE,
		 "version %s listens on http://%s%s%s:%u/%s", DTAP_VERSION,
		 v6 ? "[" : "", address, v6 ? "]" : "",
		 dtap_server_port(daemon->server),
		 daemon->tap == NULL ? " (streams are disabled)" : "");
	return 0;
}

static void
wait_for_the_end(struct daemon *daemon)
{
	struct pollfd fds[] = {
		{.fd = daemon->signals, .events = POLLIN},
		{.fd = daemon->over, .events = POLLIN},
	};

	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	daemon->ended = fds[1].revents != 0;
}

static void
log_totals(struct daemon *daemon)
{
	struct dtap_tap_status tap;
	struct dtap_fanout_status streams;

	if (daemon->tap == NULL)
		return;
	dtap_tap_status(daemon->tap, &tap);
	dtap_fanout_status(daemon->fanout, &streams);
	dtap_log(daemon->log, DTAP_NOTICE,
		 "%s: %" PRIu64 " containers (%" PRIu64 " bytes) read, %" PRIu64
		 " dropped; %" PRIu64 " streams took %" PRIu64
		 " bytes, lagged %" PRIu64 " times and lost %" PRIu64
		 " containers (%" PRIu64 " bytes)",
		 dtap_tap_name(daemon->tap), tap.read.containers,
		 tap.read.bytes, tap.dropped.containers, streams.adopted,
		 streams.bytes, streams.lags, streams.lost.containers,
		 streams.lost.bytes);
}

/* In the order of the flow: what is on its way arrives. */
static void
stop(struct daemon *daemon)
{
	if (daemon->tap != NULL)
		dtap_tap_stop(daemon->tap);
	dtap_fanout_stop(daemon->fanout,
			 daemon->ended ? END_IDLE_MS : STOP_IDLE_MS);
	log_totals(daemon);
}

static int
run(struct daemon *daemon)
{
	raise_descriptor_limit(daemon->conf);
	if (catch_signals(daemon) < 0 || make_service(daemon) < 0 ||
	    make_server(daemon) < 0 || start(daemon) < 0)
		return 1;
	wait_for_the_end(daemon);
	stop(daemon);
	return 0;
}

int
dtap_daemon_run(const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct daemon daemon = {
		.conf = conf,
		.log = log,
		.signals = -1,
		.over = -1,
	};
	int status = run(&daemon);

	dtap_server_stop(daemon.server);
	dtap_fanout_free(daemon.fanout);
	dtap_tap_free(daemon.tap);
	if (daemon.signals >= 0)
		close(daemon.signals);
	if (daemon.over >= 0)
		close(daemon.over);
	return status;
}

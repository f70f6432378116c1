/* SPDX-License-Identifier: MIT */
/*
 * drain -p PORT [-u PATH] [-m raw|pcap|ws|bare] [-n COUNT] [-k STALLED]
 *       [-w WARM_UP_S] [-t WINDOW_S] [-S SESSION] [-d] [-e]
 *
 * Subscribes COUNT times, prints "ready" and reads all streams.  Then it prints
 * in JSON what came in a window of time: bytes, containers, losses, the delay
 * of each container since the feed wrote it, and the cost of the processes of
 * SESSION.
 *
 * STALLED of the subscribers never read.  -d discards all data unread, so that
 * drain itself costs little.  The window begins WARM_UP_S after the first byte,
 * which must come within 20 seconds.  With -e it prints "begun" at the first
 * byte and ends with the streams; without -e an end of the streams is an error.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench/contents.h"
#include "bench/dial.h"
#include "bench/histogram.h"
#include "bench/session.h"
#include "bench/transport.h"

#define EVENTS       256
#define FIRST_BYTE   (20 * DTAP_NS_PER_S)
#define MEMORY_EVERY DTAP_NS_PER_S

struct drain {
	int port, count, stalled;
	const char *path;
	enum transport_kind transport;
	enum contents_form form;
	bool discard, to_end;
	int64_t warm_up, window;
	pid_t session_id;

	int epoll, closed;
	int64_t now, first, begin, end, next_memory;
	struct subscriber *subscribers;
	struct histogram latency;
	struct session session;
	struct session_cost before, after;
	long rss, pss; /* the most seen */
};

struct subscriber {
	struct drain *drain;
	int fd;
	struct transport transport;
	struct contents contents;
	uint64_t bytes, containers, lost, gaps; /* before the window */
};

static bool
measuring(const struct drain *drain)
{
	return drain->begin != 0;
}

static void
seen(void *arg, const struct marker *marker)
{
	struct drain *drain = arg;
	int64_t took = drain->now - marker->time_ns;

	if (measuring(drain))
		histogram_add(&drain->latency, took > 0 ? (uint64_t)took : 0);
}

static void
put_contents(void *arg, const uint8_t *data, size_t size)
{
	struct subscriber *subscriber = arg;

	contents_put(&subscriber->contents, data, size);
}

static void
subscribe(struct drain *drain, int i)
{
	struct subscriber *subscriber = &drain->subscribers[i];
	struct epoll_event event = {
		.events = EPOLLIN,
		.data.ptr = subscriber,
	};

	*subscriber = (struct subscriber){
		.drain = drain,
		.fd = dial(drain->port, drain->path, drain->transport),
		.transport = {.kind = drain->transport,
			      .put = put_contents,
			      .arg = subscriber},
		.contents = {.form = drain->form, .seen = seen, .arg = drain},
	};
	if (i >= drain->stalled)
		epoll_ctl(drain->epoll, EPOLL_CTL_ADD, subscriber->fd, &event);
}

static void
lose(struct subscriber *subscriber)
{
	struct drain *drain = subscriber->drain;

	epoll_ctl(drain->epoll, EPOLL_CTL_DEL, subscriber->fd, NULL);
	if (++drain->closed < drain->count - drain->stalled)
		return;
	if (!drain->to_end || !measuring(drain))
		errx(1, "every stream has ended");
}

static void
take(struct subscriber *subscriber)
{
	static uint8_t buffer[256 * 1024];
	struct drain *drain = subscriber->drain;
	ssize_t n = recv(subscriber->fd, buffer, sizeof buffer,
			 drain->discard ? MSG_TRUNC : 0);

	if (n == 0 || (n < 0 && errno != EAGAIN)) {
		lose(subscriber);
		return;
	}
	drain->now = dtap_clock_now();
	if (n > 0 && drain->discard)
		subscriber->transport.bytes += (uint64_t)n;
	else if (n > 0)
		transport_put(&subscriber->transport, buffer, (size_t)n);
}

/* A window is a difference: earlier counts are not in it. */
static void
begin(struct drain *drain)
{
	for (int i = 0; i < drain->count; i++) {
		struct subscriber *subscriber = &drain->subscribers[i];
		const struct contents *contents = &subscriber->contents;

		subscriber->bytes = subscriber->transport.bytes;
		subscriber->containers = contents->containers;
		subscriber->lost = contents->lost;
		subscriber->gaps = contents->gaps;
	}
	session_find(&drain->session, drain->session_id);
	session_cost(&drain->session, &drain->before);
	drain->begin = drain->next_memory = dtap_clock_now();
	if (drain->to_end && puts("begun") != EOF)
		fflush(stdout);
}

static void
note_memory(struct drain *drain, const struct session_cost *cost)
{
	if (cost->rss > drain->rss)
		drain->rss = cost->rss;
	if (cost->pss > drain->pss)
		drain->pss = cost->pss;
}

static void
look_at_memory(struct drain *drain)
{
	struct session_cost cost;

	if (drain->now < drain->next_memory)
		return;
	drain->next_memory += MEMORY_EVERY;
	session_cost(&drain->session, &cost);
	note_memory(drain, &cost);
}

/* False when the window is over. */
static bool
keep_time(struct drain *drain, int64_t started, bool any)
{
	drain->now = dtap_clock_now();
	if (drain->first == 0) {
		if (any)
			drain->first = drain->now;
		else if (drain->now - started > FIRST_BYTE)
			errx(1, "nothing came within 20 seconds");
		return true;
	}
	if (!measuring(drain)) {
		if (drain->now - drain->first >= drain->warm_up)
			begin(drain);
		return true;
	}
	if (drain->now - drain->begin >= drain->window ||
	    (drain->to_end && drain->closed == drain->count - drain->stalled))
		return false;
	look_at_memory(drain);
	return true;
}

static void
run(struct drain *drain)
{
	struct epoll_event events[EVENTS];
	int64_t started = dtap_clock_now();
	int count;

	do {
		count = epoll_wait(drain->epoll, events, EVENTS, 20);
		for (int i = 0; i < count; i++)
			take(events[i].data.ptr);
	} while (keep_time(drain, started, count > 0));
	drain->end = dtap_clock_now();
	session_cost(&drain->session, &drain->after);
	note_memory(drain, &drain->after);
}

struct totals {
	uint64_t bytes, containers, lost, gaps, bad;
	int starved;
};

static struct totals
add_up(const struct drain *drain)
{
	struct totals totals = {0};

	for (int i = drain->stalled; i < drain->count; i++) {
		const struct subscriber *subscriber = &drain->subscribers[i];
		const struct contents *contents = &subscriber->contents;
		uint64_t bytes =
			subscriber->transport.bytes - subscriber->bytes;

		totals.bytes += bytes;
		totals.containers +=
			contents->containers - subscriber->containers;
		totals.lost += contents->lost - subscriber->lost;
		totals.gaps += contents->gaps - subscriber->gaps;
		totals.bad += contents->bad + subscriber->transport.bad;
		totals.starved += bytes == 0;
	}
	return totals;
}

static double
own_cpu(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
report(const struct drain *drain)
{
	struct totals totals = add_up(drain);
	double seconds = (double)(drain->end - drain->begin) / 1e9;
	double cpu = drain->after.cpu - drain->before.cpu;
	uint64_t switches = drain->after.switches - drain->before.switches;

	printf("{\"seconds\": %.3f, \"bytes\": %" PRIu64
	       ", \"containers\": %" PRIu64 ", \"lost\": %" PRIu64
	       ", \"gaps\": %" PRIu64 ", \"bad\": %" PRIu64
	       ", \"starved\": %d, \"closed\": %d, ",
	       seconds, totals.bytes, totals.containers, totals.lost,
	       totals.gaps, totals.bad, totals.starved, drain->closed);
	printf("\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"cpu_s\": %.6f, "
	       "\"switches\": %" PRIu64 ", \"rss_kb\": %ld, \"pss_kb\": %ld, "
	       "\"drain_cpu_s\": %.3f}\n",
	       histogram_quantile(&drain->latency, 0.5),
	       histogram_quantile(&drain->latency, 0.99), cpu, switches,
	       drain->rss, drain->pss, own_cpu());
}

static void
read_mode(struct drain *drain, const char *mode)
{
	if (strcmp(mode, "pcap") == 0)
		drain->form = CONTENTS_PCAP;
	else if (strcmp(mode, "ws") == 0)
		drain->transport = TRANSPORT_WEBSOCKET;
	else if (strcmp(mode, "bare") == 0)
		drain->transport = TRANSPORT_BARE;
}

static void
read_options(struct drain *drain, int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "p:u:m:n:k:w:t:S:de")) != -1)
		switch (letter) {
		case 'p':
			drain->port = atoi(optarg);
			break;
		case 'u':
			drain->path = optarg;
			break;
		case 'm':
			read_mode(drain, optarg);
			break;
		case 'n':
			drain->count = atoi(optarg);
			break;
		case 'k':
			drain->stalled = atoi(optarg);
			break;
		case 'w':
			drain->warm_up = (int64_t)(atof(optarg) * 1e9);
			break;
		case 't':
			drain->window = (int64_t)(atof(optarg) * 1e9);
			break;
		case 'S':
			drain->session_id = atoi(optarg);
			break;
		case 'd':
			drain->discard = true;
			break;
		case 'e':
			drain->to_end = true;
			break;
		default:
			exit(2);
		}
}

int
main(int argc, char **argv)
{
	static struct drain drain = {
		.path = "/api/diag/stream",
		.count = 1,
		.warm_up = DTAP_NS_PER_S / 2,
		.window = 3 * DTAP_NS_PER_S,
	};
	struct rlimit descriptors = {4096, 4096};

	read_options(&drain, argc, argv);
	setrlimit(RLIMIT_NOFILE, &descriptors);
	drain.epoll = epoll_create1(EPOLL_CLOEXEC);
	drain.subscribers =
		calloc((size_t)drain.count, sizeof *drain.subscribers);
	if (drain.epoll < 0 || drain.subscribers == NULL)
		err(1, "start");
	for (int i = 0; i < drain.count; i++)
		subscribe(&drain, i);
	printf("ready\n");
	fflush(stdout);
	run(&drain);
	report(&drain);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * feed [-r MB/s] [-t SECONDS] [-n COUNT] [-s SEED] [-o tcp:PORT]
 *
 * Writes containers as a device returns them, to standard output or to a port
 * on loopback.  With a rate it works like a device: it never waits for its
 * reader, and a container that does not fit into the kernel's buffer is lost
 * and counted. Without a rate it writes as fast as the reader reads.  On a byte
 * stream a container is never cut.
 *
 * It ends at SIGTERM, after -t seconds or -n containers, or when its reader
 * closes. Then it prints the totals, in JSON, to standard error.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench/marker.h"
#include "bench/traffic.h"

struct feed {
	int fd;
	double rate; /* bytes a second; 0: as fast as the reader */
	int64_t start, stop, due;
	uint64_t most; /* containers */
	uint64_t count, bytes, dropped;
	struct traffic traffic;
};

static volatile sig_atomic_t stopped;

static void
on_signal(int number)
{
	(void)number;
	stopped = 1;
}

static int
open_output(const char *where)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd, on = 1;

	if (where == NULL)
		return STDOUT_FILENO;
	if (strncmp(where, "tcp:", 4) != 0)
		errx(2, "-o %s: want tcp:PORT", where);
	address.sin_port = htons((uint16_t)atoi(where + 4));
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (void *)&address, sizeof address) < 0)
		err(1, "%s", where);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

/* Waits until the next container is due; the gaps are exponential. */
static void
keep_pace(struct feed *feed, size_t size)
{
	double gap = (double)size / feed->rate * traffic_gap(&feed->traffic);

	dtap_clock_sleep(feed->due);
	feed->due += (int64_t)(gap * 1e9);
}

/* Takes size bytes off the front of two pieces. */
static void
advance(struct iovec pieces[2], size_t size)
{
	for (int i = 0; i < 2; i++) {
		size_t part =
			size < pieces[i].iov_len ? size : pieces[i].iov_len;

		pieces[i].iov_base = (char *)pieces[i].iov_base + part;
		pieces[i].iov_len -= part;
		size -= part;
	}
}

/* Returns the bytes written: all, or 0 if the buffer is full.  -1: no reader.
 */
static ssize_t
write_whole(const struct feed *feed, struct iovec pieces[2])
{
	struct pollfd wait = {.fd = feed->fd, .events = POLLOUT};
	ssize_t done = 0;

	while (pieces[0].iov_len + pieces[1].iov_len > 0 && !stopped) {
		ssize_t n = writev(feed->fd, pieces, 2);

		if (n < 0 && (errno == EAGAIN || errno == ENOBUFS)) {
			if (done == 0)
				return 0;
			poll(&wait, 1, 100);
		} else if (n < 0 && errno != EINTR) {
			return -1;
		} else if (n > 0) {
			advance(pieces, (size_t)n);
			done += n;
		}
	}
	return done;
}

/* One container; false when there is no reader any more. */
static bool
put(struct feed *feed)
{
	struct body *body = &feed->traffic.bodies[feed->count % TRAFFIC_BODIES];
	uint8_t head[MARKER_ROOM];
	struct iovec pieces[2] = {{head, 0}, {body->data, body->size}};
	struct marker marker = {feed->count++, 0};
	ssize_t done;

	if (feed->rate > 0)
		keep_pace(feed, body->size + 80);
	marker.time_ns = dtap_clock_now();
	pieces[0].iov_len = marker_write(head, &marker, body->messages + 1);
	done = write_whole(feed, pieces);
	if (done < 0)
		return false;
	feed->bytes += (uint64_t)done;
	feed->dropped += done == 0 && !stopped;
	return true;
}

static void
run(struct feed *feed)
{
	do {
		if (feed->stop != 0 && dtap_clock_now() >= feed->stop)
			return;
		if (feed->most != 0 && feed->count >= feed->most)
			return;
	} while (!stopped && put(feed));
}

static void
report(const struct feed *feed)
{
	double seconds = (double)(dtap_clock_now() - feed->start) / 1e9;

	fprintf(stderr,
		"{\"containers\": %" PRIu64 ", \"bytes\": %" PRIu64
		", \"dropped\": %" PRIu64 ", \"seconds\": %.3f}\n",
		feed->count, feed->bytes, feed->dropped, seconds);
}

static void
read_options(struct feed *feed, int argc, char **argv)
{
	const char *where = NULL;
	uint64_t seed = 1;
	int letter;

	while ((letter = getopt(argc, argv, "r:t:n:s:o:")) != -1)
		switch (letter) {
		case 'r':
			feed->rate = atof(optarg) * 1e6;
			break;
		case 't':
			feed->stop = (int64_t)(atof(optarg) * 1e9);
			break;
		case 'n':
			feed->most = strtoull(optarg, NULL, 10);
			break;
		case 's':
			seed = strtoull(optarg, NULL, 10);
			break;
		case 'o':
			where = optarg;
			break;
		default:
			exit(2);
		}
	if (traffic_make(&feed->traffic, seed) < 0)
		err(1, "traffic");
	feed->fd = open_output(where);
}

int
main(int argc, char **argv)
{
	static struct feed feed;

	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);
	signal(SIGPIPE, SIG_IGN);
	read_options(&feed, argc, argv);
	if (feed.rate > 0)
		fcntl(feed.fd, F_SETFL, O_NONBLOCK);
	feed.start = feed.due = dtap_clock_now();
	if (feed.stop != 0)
		feed.stop += feed.start;
	run(&feed);
	report(&feed);
	traffic_free(&feed.traffic);
	return 0;
}

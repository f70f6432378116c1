/* SPDX-License-Identifier: MIT */
#include "streams/pcap_listener.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/tcp.h"

#define BACKLOG 64
#define REST_MS 100 /* before an accept that failed is tried again */

struct dtap_doorway {
	const struct dtap_log *log;
	struct dtap_fanout *fanout;
	struct dtap_tap *tap;
	char path[DTAP_STREAM_PATH]; /* "diag/pcap-over-ip", for people */
	unsigned port;
	int listener, stop; /* the listening socket; an eventfd */
	pthread_t thread;
	bool started;

	/* The thread's: said, and not said again until it is over. */
	bool full, failing;
};

static bool
open_descriptors(struct dtap_doorway *doorway,
		 const struct dtap_doorway_options *options)
{
	int on = 1;

	doorway->listener = dtap_tcp_bind(options->address, options->port);
	if (doorway->listener < 0 ||
	    ioctl(doorway->listener, FIONBIO, &on) < 0 ||
	    listen(doorway->listener, BACKLOG) < 0)
		return false;
	doorway->port = dtap_tcp_port(doorway->listener);
	doorway->stop = eventfd(0, EFD_CLOEXEC);
	return doorway->stop >= 0;
}

struct dtap_doorway *
dtap_doorway_new(const struct dtap_log *log, struct dtap_fanout *fanout,
		 const struct dtap_doorway_options *options)
{
	struct dtap_doorway *doorway = calloc(1, sizeof *doorway);
	int saved;

	if (doorway == NULL)
		return NULL;
	doorway->log = log;
	doorway->fanout = fanout;
	doorway->tap = options->tap;
	snprintf(doorway->path, sizeof doorway->path, "%s/pcap-over-ip",
		 dtap_tap_name(options->tap));
	doorway->listener = doorway->stop = -1;
	if (open_descriptors(doorway, options))
		return doorway;
	saved = errno;
	dtap_doorway_free(doorway);
	errno = saved;
	return NULL;
}

unsigned
dtap_doorway_port(const struct dtap_doorway *doorway)
{
	return doorway->port;
}

/* A connection that there is no place for. */
static void
turn_away(struct dtap_doorway *doorway, int fd)
{
	close(fd);
	if (!doorway->full)
		dtap_log(doorway->log, DTAP_WARNING,
			 "%s: connections are closed, there are as many "
			 "streams as may be (listen.max_subscribers)",
			 doorway->path);
	doorway->full = true;
}

static void
let_in(struct dtap_doorway *doorway, int fd)
{
	const struct dtap_stream_options stream = {
		.fd = fd,
		.tap = doorway->tap,
		.form = DTAP_FORM_PCAP,
		.path = doorway->path,
	};

	doorway->failing = false;
	if (!dtap_roster_reserve(dtap_fanout_roster(doorway->fanout))) {
		turn_away(doorway, fd);
		return;
	}
	doorway->full = false;
	if (dtap_fanout_adopt(doorway->fanout, &stream) < 0)
		dtap_log(doorway->log, DTAP_WARNING, "a stream of %s: %s",
			 doorway->path, strerror(errno));
}

/* False: it has to be tried again, but not at once. */
static bool
accept_one(struct dtap_doorway *doorway)
{
	int fd = accept4(doorway->listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0) {
		let_in(doorway, fd);
		return true;
	}
	if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
		return true; /* nobody is there any more */
	if (!doorway->failing)
		dtap_log(doorway->log, DTAP_WARNING, "%s: connections wait: %s",
			 doorway->path, strerror(errno));
	doorway->failing = true;
	return false;
}

static void *
doorway_main(void *arg)
{
	struct dtap_doorway *doorway = arg;
	struct pollfd fds[] = {
		{.fd = doorway->stop, .events = POLLIN},
		{.fd = doorway->listener, .events = POLLIN},
	};
	bool rests = false;

	do {
		/* At rest it waits for its end alone. */
		if (poll(fds, rests ? 1 : 2, rests ? REST_MS : -1) < 0)
			continue;
		rests = !rests && fds[1].revents != 0 && !accept_one(doorway);
	} while (fds[0].revents == 0);
	return NULL;
}

int
dtap_doorway_start(struct dtap_doorway *doorway)
{
	int error =
		pthread_create(&doorway->thread, NULL, doorway_main, doorway);

	if (error != 0) {
		errno = error;
		return -1;
	}
	doorway->started = true;
	return 0;
}

void
dtap_doorway_stop(struct dtap_doorway *doorway)
{
	if (doorway == NULL || !doorway->started)
		return;
	eventfd_write(doorway->stop, 1);
	pthread_join(doorway->thread, NULL);
	doorway->started = false;
	close(doorway->listener);
	doorway->listener = -1;
}

void
dtap_doorway_free(struct dtap_doorway *doorway)
{
	if (doorway == NULL)
		return;
	dtap_doorway_stop(doorway);
	if (doorway->listener >= 0)
		close(doorway->listener);
	if (doorway->stop >= 0)
		close(doorway->stop);
	free(doorway);
}

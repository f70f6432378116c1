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

#include "base/net.h"
#include "base/thread.h"

#define BACKLOG  64
#define RETRY_MS 100 /* after accept(2) has failed */

struct dtap_pcap_listener {
	const struct dtap_log *log;
	struct dtap_fanout *fanout;
	struct dtap_tap *tap; /* or NULL: */
	int (*begin)(void *arg, int fd);
	void *arg;
	char path[DTAP_STREAM_PATH]; /* "diag/pcap-over-ip", for people */
	unsigned port;
	int fd, stop; /* the listening socket; an eventfd */
	pthread_t thread;
	bool started;

	/* The thread's: a warning is logged once until this is over. */
	bool full, failing;
};

static bool
open_descriptors(struct dtap_pcap_listener *listener,
		 const struct dtap_pcap_listener_options *options)
{
	int on = 1;

	listener->fd = options->fd != NULL
			       ? *options->fd
			       : dtap_net_bind(options->address, options->port);
	if (listener->fd < 0 || ioctl(listener->fd, FIONBIO, &on) < 0 ||
	    listen(listener->fd, BACKLOG) < 0)
		return false;
	listener->port = dtap_net_port(listener->fd);
	listener->stop = eventfd(0, EFD_CLOEXEC);
	return listener->stop >= 0;
}

struct dtap_pcap_listener *
dtap_pcap_listener_new(const struct dtap_log *log, struct dtap_fanout *fanout,
		       const struct dtap_pcap_listener_options *options)
{
	struct dtap_pcap_listener *listener = calloc(1, sizeof *listener);
	int saved;

	if (listener == NULL)
		return NULL;
	listener->log = log;
	listener->fanout = fanout;
	listener->tap = options->tap;
	listener->begin = options->begin;
	listener->arg = options->arg;
	snprintf(listener->path, sizeof listener->path, "%s/pcap-over-ip",
		 options->tap != NULL ? dtap_tap_name(options->tap)
				      : options->name);
	listener->fd = listener->stop = -1;
	if (open_descriptors(listener, options))
		return listener;
	saved = errno;
	dtap_pcap_listener_free(listener);
	errno = saved;
	return NULL;
}

unsigned
dtap_pcap_listener_port(const struct dtap_pcap_listener *listener)
{
	return listener->port;
}

/* Closes a connection that there is no place for. */
static void
refuse(struct dtap_pcap_listener *listener, int fd)
{
	close(fd);
	if (!listener->full)
		dtap_log(listener->log, DTAP_WARNING,
			 "%s: new connections are closed, because the limit "
			 "of streams is reached (listen.max_subscribers)",
			 listener->path);
	listener->full = true;
}

static int
adopt(struct dtap_pcap_listener *listener, int fd)
{
	const struct dtap_stream_options stream = {
		.fd = fd,
		.tap = listener->tap,
		.form = DTAP_FORM_PCAP,
		.path = listener->path,
		.outlives_half_close = true,
	};

	return listener->tap != NULL
		       ? dtap_fanout_adopt(listener->fanout, &stream)
		       : listener->begin(listener->arg, fd);
}

static void
begin_stream(struct dtap_pcap_listener *listener, int fd)
{
	listener->failing = false;
	if (!dtap_stream_table_reserve_pcap_over_ip(
		    dtap_fanout_table(listener->fanout))) {
		refuse(listener, fd);
		return;
	}
	listener->full = false;
	if (adopt(listener, fd) < 0)
		dtap_log(listener->log, DTAP_WARNING,
			 "%s: cannot begin a stream: %s", listener->path,
			 strerror(errno));
}

/* False: try again, but not at once. */
static bool
accept_one(struct dtap_pcap_listener *listener)
{
	int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0) {
		begin_stream(listener, fd);
		return true;
	}
	if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
		return true; /* the client is gone */
	if (!listener->failing)
		dtap_log(listener->log, DTAP_WARNING,
			 "%s: connections wait: %s", listener->path,
			 strerror(errno));
	listener->failing = true;
	return false;
}

static void *
pcap_listener_main(void *arg)
{
	struct dtap_pcap_listener *listener = arg;
	struct pollfd fds[] = {
		{.fd = listener->stop, .events = POLLIN},
		{.fd = listener->fd, .events = POLLIN},
	};
	bool pausing = false;

	do {
		/* During the pause only the stop event counts. */
		if (poll(fds, pausing ? 1 : 2, pausing ? RETRY_MS : -1) < 0)
			continue;
		pausing = !pausing && fds[1].revents != 0 &&
			  !accept_one(listener);
	} while (fds[0].revents == 0);
	return NULL;
}

int
dtap_pcap_listener_start(struct dtap_pcap_listener *listener)
{
	listener->started =
		dtap_thread_start(&listener->thread, "pcap listener",
				  pcap_listener_main, listener) == 0;
	return listener->started ? 0 : -1;
}

void
dtap_pcap_listener_stop(struct dtap_pcap_listener *listener)
{
	if (listener == NULL || !listener->started)
		return;
	eventfd_write(listener->stop, 1);
	pthread_join(listener->thread, NULL);
	listener->started = false;
	close(listener->fd);
	listener->fd = -1;
}

void
dtap_pcap_listener_free(struct dtap_pcap_listener *listener)
{
	if (listener == NULL)
		return;
	dtap_pcap_listener_stop(listener);
	if (listener->fd >= 0)
		close(listener->fd);
	if (listener->stop >= 0)
		close(listener->stop);
	free(listener);
}

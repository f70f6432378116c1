/* SPDX-License-Identifier: MIT */
#include "port/port.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"
#include "port/port_private.h"

#define EVENTS   32  /* of a turn */
#define RETRY_MS 100 /* after accept(2) has failed */

#define LINES       20 /* in the log, in a period */
#define LINE_PERIOD (10 * DTAP_NS_PER_S)

int
dtap_watch_set(struct dtap_port *port, struct dtap_watch *watch,
	       uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = watch};
	int call = !watch->added ? EPOLL_CTL_ADD
		   : events == 0 ? EPOLL_CTL_DEL
				 : EPOLL_CTL_MOD;

	if (watch->events == events && watch->added == (events != 0))
		return 0;
	if (epoll_ctl(port->epoll, call, watch->fd, &event) < 0)
		return -1;
	watch->events = events;
	watch->added = events != 0;
	return 0;
}

bool
dtap_port_may_say(struct dtap_port *port)
{
	int64_t now = dtap_clock_now();
	uint64_t left_out;

	port->lines.most = LINES;
	port->lines.period = LINE_PERIOD;
	left_out = dtap_rate_limit_left_out(&port->lines, now);
	if (left_out > 0)
		dtap_log(port->options.log, DTAP_NOTICE,
			 "port: %" PRIu64 " more line%s left out", left_out,
			 left_out == 1 ? " was" : "s were");
	return dtap_rate_limit_pass(&port->lines, now);
}

/* Without a free descriptor, new clients wait for a while. */
void
dtap_port_accept_failed(struct dtap_port *port, int error)
{
	if (error == EAGAIN || error == EINTR || error == ECONNABORTED)
		return;
	if (port->accept_due == 0)
		dtap_log(port->options.log, DTAP_WARNING,
			 "port: connections wait: %s", strerror(error));
	port->accept_due = dtap_clock_now() + RETRY_MS * DTAP_NS_PER_MS;
	dtap_watch_set(port, &port->tcp_watch, 0);
	dtap_watch_set(port, &port->socket_watch, 0);
}

/* Any thread. */
static void
wake(struct dtap_port *port)
{
	if (!atomic_exchange(&port->awake, true))
		eventfd_write(port->wake, 1);
}

/* The ring calls this for each block: it costs nothing while nobody listens. */
static void
wake_for_traffic(void *arg)
{
	struct dtap_port *port = arg;

	if (atomic_load_explicit(&port->listening, memory_order_relaxed))
		wake(port);
}

static void
wake_for_session(void *arg)
{
	wake(arg);
}

static void
woken(struct dtap_port *port, struct dtap_watch *watch, uint32_t events)
{
	eventfd_t count;

	(void)events;
	eventfd_read(watch->fd, &count);
	atomic_store(&port->awake, false);
}

static int
listen_for_clients(struct dtap_port *port)
{
	struct dtap_watch *const watches[] = {
		&port->wake_watch, &port->tcp_watch, &port->socket_watch,
		&port->inotify_watch, NULL};

	for (size_t i = 0; watches[i] != NULL; i++)
		if (watches[i]->fd >= 0 &&
		    dtap_watch_set(port, watches[i], EPOLLIN) < 0)
			return -1;
	return 0;
}

static void
accept_again(struct dtap_port *port, int64_t now)
{
	if (port->accept_due == 0 || now < port->accept_due)
		return;
	port->accept_due = 0;
	listen_for_clients(port);
}

static int64_t
earlier(int64_t one, int64_t other)
{
	return one < other ? one : other;
}

/* When there is something to do without an event; rounded up, in ms. */
static int
timeout_of(const struct dtap_port *port, int64_t now)
{
	int64_t due =
		earlier(dtap_port_modem_due(port), dtap_clients_due(port, now));

	if (port->accept_due != 0)
		due = earlier(due, port->accept_due);
	if (due == INT64_MAX)
		return -1;
	if (due <= now)
		return 0;
	due = (due - now + DTAP_NS_PER_MS - 1) / DTAP_NS_PER_MS;
	return due < INT32_MAX ? (int)due : INT32_MAX;
}

/* All that is to be done, apart from events.  True: there is more traffic. */
static bool
work(struct dtap_port *port)
{
	int64_t now = dtap_clock_now();
	bool more;

	accept_again(port, now);
	dtap_port_modem_tick(port, now);
	dtap_clients_tick(port, now);
	dtap_traffic_tick(port);
	more = dtap_traffic_read(port, now);
	dtap_clients_send(port, now);
	dtap_launchers_send(port);
	dtap_clients_sweep(port, now);
	dtap_launchers_sweep(port, false);
	return more;
}

static void *
port_main(void *arg)
{
	struct dtap_port *port = arg;
	struct epoll_event events[EVENTS];

	pthread_mutex_lock(&port->lock);
	while (!atomic_load(&port->stopping)) {
		bool more = work(port);
		int timeout = more ? 0 : timeout_of(port, dtap_clock_now());
		int count;

		pthread_mutex_unlock(&port->lock);
		count = epoll_wait(port->epoll, events, EVENTS, timeout);
		pthread_mutex_lock(&port->lock);
		for (int i = 0; i < count; i++) {
			struct dtap_watch *watch = events[i].data.ptr;

			watch->ready(port, watch, events[i].events);
		}
	}
	pthread_mutex_unlock(&port->lock);
	return NULL;
}

/* Whether a socket has an abstract name, and so no file mode. */
static bool
is_abstract(int fd)
{
	struct sockaddr_un address = {0};
	socklen_t size = sizeof address;

	return getsockname(fd, (struct sockaddr *)&address, &size) < 0 ||
	       address.sun_path[0] == '\0';
}

static void
init_watch(struct dtap_watch *watch, int fd,
	   void (*ready)(struct dtap_port *port, struct dtap_watch *watch,
			 uint32_t events))
{
	int on = 1;

	watch->fd = fd;
	watch->ready = ready;
	if (fd >= 0)
		ioctl(fd, FIONBIO, &on);
}

static bool
make_arbiter(struct dtap_port *port)
{
	const struct dtap_arbiter_options options = {
		.ops = &dtap_port_arbiter_ops,
		.arg = port,
		.commands = port->options.commands,
		.own = port->options.own,
	};

	if (port->options.virtual_modem) {
		port->virtual_modem = dtap_virtual_modem_new();
		if (port->virtual_modem == NULL)
			return false;
	}
	port->arbiter = dtap_arbiter_new(&options);
	port->frames = dtap_frames_new();
	return port->arbiter != NULL && port->frames != NULL;
}

static bool
make(struct dtap_port *port)
{
	port->epoll = epoll_create1(EPOLL_CLOEXEC);
	port->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (port->epoll < 0 || port->wake < 0 || !make_arbiter(port) ||
	    dtap_ttys_open(port) < 0)
		return false;
	init_watch(&port->wake_watch, port->wake, woken);
	init_watch(&port->tcp_watch, port->options.tcp_fd, dtap_tcp_ready);
	init_watch(&port->socket_watch, port->options.socket_fd,
		   dtap_socket_ready);
	init_watch(&port->inotify_watch, port->inotify_watch.fd,
		   dtap_ttys_ready);
	port->is_abstract = port->options.socket_fd >= 0 &&
			    is_abstract(port->options.socket_fd);
	dtap_tap_watch_session(port->options.tap, wake_for_session, port);
	return listen_for_clients(port) == 0 &&
	       dtap_ring_watch(port->ring, wake_for_traffic, port) == 0;
}

struct dtap_port *
dtap_port_new(const struct dtap_port_options *options)
{
	struct dtap_port *port = calloc(1, sizeof *port);
	int error;

	if (port == NULL)
		return NULL;
	port->options = *options;
	port->ring = dtap_tap_ring(options->tap);
	port->epoll = port->wake = port->inotify_watch.fd = -1;
	pthread_mutex_init(&port->lock, NULL);
	if (make(port)) {
		port->options.own = NULL; /* it was copied */
		return port;
	}
	error = errno;
	dtap_port_free(port);
	errno = error;
	return NULL;
}

int
dtap_port_start(struct dtap_port *port)
{
	/* A virtual modem is there from the beginning. */
	if (port->virtual_modem != NULL) {
		pthread_mutex_lock(&port->lock);
		dtap_arbiter_opened(port->arbiter, false, dtap_clock_now());
		dtap_port_modem_settle(port, dtap_clock_now());
		pthread_mutex_unlock(&port->lock);
	}
	port->started =
		dtap_thread_start(&port->thread, "port", port_main, port) == 0;
	return port->started ? 0 : -1;
}

static void
detach_all(struct dtap_port *port)
{
	int64_t now = dtap_clock_now();

	for (struct dtap_port_client *client = port->clients; client != NULL;
	     client = client->next)
		dtap_client_doom(client);
	dtap_clients_sweep(port, now);
	dtap_launchers_sweep(port, true);
}

void
dtap_port_stop(struct dtap_port *port)
{
	if (port == NULL || !port->started)
		return;
	atomic_store(&port->stopping, true);
	wake(port);
	pthread_join(port->thread, NULL);
	port->started = false;
	pthread_mutex_lock(&port->lock);
	detach_all(port);
	pthread_mutex_unlock(&port->lock);
}

void
dtap_port_free(struct dtap_port *port)
{
	if (port == NULL)
		return;
	dtap_port_stop(port);
	dtap_traffic_free(port);
	dtap_ttys_close(port);
	dtap_arbiter_free(port->arbiter);
	dtap_virtual_modem_free(port->virtual_modem);
	dtap_masks_clear(&port->own);
	if (port->epoll >= 0)
		close(port->epoll);
	if (port->wake >= 0)
		close(port->wake);
	pthread_mutex_destroy(&port->lock);
	free(port);
}

int
dtap_port_set_own(struct dtap_port *port, const struct dtap_masks *own,
		  bool exact)
{
	int result;

	pthread_mutex_lock(&port->lock);
	dtap_masks_clear(&port->own);
	result = own != NULL ? dtap_masks_add(&port->own, own) : 0;
	port->own_set = own != NULL;
	port->own_exact = exact;
	port->own_changed = result == 0;
	pthread_mutex_unlock(&port->lock);
	wake(port);
	return result;
}

/* SPDX-License-Identifier: MIT */
#include "http/server.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/net.h"
#include "base/thread.h"
#include "http/archive/file_worker.h"
#include "http/connection.h"
#include "http/listener.h"
#include "http/reply.h"
#include "http/routes.h"

/* Requests that are read or answered; streams and downloads have left. */
#define CONNECTIONS 256

#define ACCEPTS   32                     /* connections accepted in a turn */
#define EVENTS    64                     /* looked at in a turn */
#define PAUSE     (100 * DTAP_NS_PER_MS) /* without a descriptor or a place */
#define LISTENERS 2                      /* TCP, Unix */

struct dtap_server {
	const struct dtap_service *service;
	const struct dtap_access *access;
	struct dtap_file_worker *file_worker;
	struct dtap_answerer answerer;
	int epoll, wake;
	int listeners[LISTENERS]; /* -1: there is none */
	char unix_socket[sizeof((struct sockaddr_un *)0)->sun_path];
	pthread_t thread;
	bool started;
	atomic_bool stopping;

	/* The thread's. */
	struct dtap_connection *connections[CONNECTIONS];
	size_t count;
	int64_t paused; /* until then nothing is accepted; 0: not paused */
	bool is_short;  /* of descriptors; the log has said so */
};

static enum dtap_answer
answer(void *arg, struct dtap_connection *connection,
       const struct dtap_request *request)
{
	struct dtap_server *server = arg;

	return dtap_routes_answer(server->service, server->access, connection,
				  request, server->file_worker);
}

static enum dtap_answer
refuse(void *arg, struct dtap_connection *connection,
       const struct dtap_request *request, int status, const char *why)
{
	(void)arg;
	return dtap_reply_text(connection, request, status, NULL, "%s\n", why);
}

static void
remove_at(struct dtap_server *server, size_t index)
{
	dtap_connection_free(server->connections[index]);
	server->connections[index] = server->connections[--server->count];
}

static void
remove_connection(struct dtap_server *server,
		  const struct dtap_connection *connection)
{
	for (size_t i = 0; i < server->count; i++)
		if (server->connections[i] == connection) {
			remove_at(server, i);
			return;
		}
}

/* The one that may be closed for another; NULL: none may. */
static struct dtap_connection *
find_spare(const struct dtap_server *server)
{
	struct dtap_connection_wait best = {.since = INT64_MAX, .rank = 1};
	struct dtap_connection *spare = NULL;

	for (size_t i = 0; i < server->count; i++) {
		struct dtap_connection_wait wait =
			dtap_connection_wait(server->connections[i]);

		if (wait.rank < best.rank ||
		    (wait.rank == best.rank && wait.since >= best.since))
			continue;
		best = wait;
		spare = server->connections[i];
	}
	return spare;
}

static void
step(struct dtap_server *server, struct dtap_connection *connection,
     int64_t now)
{
	if (!dtap_connection_step(connection, now))
		remove_connection(server, connection);
}

/* Accepts nothing until then; 0: accepts. */
static void
pause_until(struct dtap_server *server, int64_t until)
{
	server->paused = until;
	for (size_t i = 0; i < LISTENERS; i++) {
		struct epoll_event event = {.events = until == 0 ? EPOLLIN : 0,
					    .data.ptr = &server->listeners[i]};

		if (server->listeners[i] >= 0)
			epoll_ctl(server->epoll, EPOLL_CTL_MOD,
				  server->listeners[i], &event);
	}
}

/* No descriptor is left for a client that waits. */
static void
on_shortage(struct dtap_server *server)
{
	if (!server->is_short)
		dtap_log(server->service->log, DTAP_WARNING,
			 "no file descriptor left: new clients have to wait; "
			 "raise the limit (ulimit -n) or lower "
			 "listen.max_subscribers");
	server->is_short = true;
}

static void
add(struct dtap_server *server, int fd, int64_t now)
{
	struct dtap_connection *connection;
	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	connection =
		dtap_connection_new(fd, server->epoll, &server->answerer, now);
	if (connection == NULL)
		return;
	server->connections[server->count++] = connection;
	step(server, connection, now); /* the request may be there already */
}

/* accept4(2) may lack a descriptor before it looks whether anybody waits. */
static bool
is_awaited(int listener)
{
	struct pollfd waits = {.fd = listener, .events = POLLIN};

	return poll(&waits, 1, 0) > 0;
}

/* Accepts one connection; false: enough for now. */
static bool
accept_one(struct dtap_server *server, int listener, int64_t now)
{
	struct dtap_connection *spare = NULL;
	int fd;

	if (server->count == CONNECTIONS) {
		spare = find_spare(server);
		if (spare == NULL) {
			pause_until(server, now + PAUSE);
			return false;
		}
	}
	fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd >= 0) {
		server->is_short = false;
		if (spare != NULL)
			remove_connection(server, spare);
		add(server, fd, now);
		return true;
	}
	if (errno == ECONNABORTED || errno == EINTR)
		return true;
	if (errno != EAGAIN && is_awaited(listener)) {
		on_shortage(server);
		spare = find_spare(server);
		if (spare != NULL)
			remove_connection(server, spare);
		pause_until(server, now + PAUSE);
	}
	return false;
}

static void
accept_some(struct dtap_server *server, int64_t now)
{
	for (size_t i = 0; i < LISTENERS; i++)
		for (unsigned n = 0; n < ACCEPTS; n++)
			if (server->listeners[i] < 0 || server->paused != 0 ||
			    !accept_one(server, server->listeners[i], now))
				break;
}

/* Milliseconds until there is something to do without an event; -1: never. */
static int
time_left(const struct dtap_server *server, int64_t now)
{
	int64_t first = server->paused != 0 ? server->paused : INT64_MAX;

	for (size_t i = 0; i < server->count; i++) {
		struct dtap_connection_wait wait =
			dtap_connection_wait(server->connections[i]);
		int64_t due = wait.ready ? now : wait.deadline;

		first = due < first ? due : first;
	}
	if (first == INT64_MAX)
		return -1;
	return first <= now ? 0 : (int)((first - now) / DTAP_NS_PER_MS) + 1;
}

/* What is to be done without an event. */
static void
step_others(struct dtap_server *server, int64_t now)
{
	for (size_t i = server->count; i-- > 0;) {
		struct dtap_connection *c = server->connections[i];
		struct dtap_connection_wait wait = dtap_connection_wait(c);

		if (wait.ready ? !dtap_connection_step(c, now)
			       : wait.deadline <= now &&
					 !dtap_connection_expire(c, now))
			remove_at(server, i);
	}
	if (server->paused != 0 && server->paused <= now)
		pause_until(server, 0);
}

/*
 * Connections first: one that is accepted may take the place of another, of
 * which there may be an event.
 */
static void
handle_events(struct dtap_server *server, const struct epoll_event *events,
	      int count)
{
	int64_t now = dtap_clock_now();
	bool accepts = false;
	eventfd_t ignored;

	for (int i = 0; i < count; i++) {
		void *what = events[i].data.ptr;

		if (what == NULL)
			eventfd_read(server->wake, &ignored);
		else if (what == &server->listeners[0] ||
			 what == &server->listeners[1])
			accepts = true;
		else
			step(server, what, now);
	}
	step_others(server, now);
	if (accepts)
		accept_some(server, now);
}

static void *
server_main(void *arg)
{
	struct dtap_server *server = arg;
	struct epoll_event events[EVENTS];

	while (!atomic_load(&server->stopping)) {
		int wait = time_left(server, dtap_clock_now());
		int count = epoll_wait(server->epoll, events, EVENTS, wait);

		handle_events(server, events, count);
	}
	return NULL;
}

static bool
watch(struct dtap_server *server, int fd, void *what)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = what};

	return epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static bool
listen_on(struct dtap_server *server, const struct dtap_listen *listen,
	  const char **which)
{
	int *tcp = &server->listeners[0], *local = &server->listeners[1];

	*which = listen->address;
	if (listen->address[0] != '\0') {
		*tcp = dtap_listener_tcp(listen->address, listen->port);
		if (*tcp < 0 || !watch(server, *tcp, tcp))
			return false;
	}
	*which = listen->unix_socket;
	if (listen->unix_socket[0] != '\0') {
		*local = dtap_listener_unix(listen->unix_socket,
					    listen->unix_mode,
					    listen->unix_group);
		if (*local < 0)
			return false;
		strcpy(server->unix_socket, listen->unix_socket);
		return watch(server, *local, local);
	}
	return true;
}

static bool
make_loop(struct dtap_server *server)
{
	server->epoll = epoll_create1(EPOLL_CLOEXEC);
	server->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	server->file_worker = dtap_file_worker_new();
	return server->epoll >= 0 && server->wake >= 0 &&
	       server->file_worker != NULL && watch(server, server->wake, NULL);
}

struct dtap_server *
dtap_server_new(const struct dtap_service *service,
		const struct dtap_listen *listen, const char **which)
{
	struct dtap_server *server = calloc(1, sizeof *server);
	int saved;

	*which = "the server";
	if (server == NULL)
		return NULL;
	server->service = service;
	server->access = listen->access;
	server->answerer = (struct dtap_answerer){answer, refuse, server};
	server->listeners[0] = server->listeners[1] = -1;
	if (make_loop(server) && listen_on(server, listen, which))
		return server;
	saved = errno;
	dtap_server_stop(server);
	errno = saved;
	return NULL;
}

unsigned
dtap_server_port(const struct dtap_server *server)
{
	return dtap_net_port(server->listeners[0]);
}

int
dtap_server_start(struct dtap_server *server)
{
	if (dtap_file_worker_start(server->file_worker) < 0)
		return -1;
	server->started = dtap_thread_start(&server->thread, "server",
					    server_main, server) == 0;
	return server->started ? 0 : -1;
}

static void
close_all(const struct dtap_server *server)
{
	const int fds[] = {server->epoll, server->wake, server->listeners[0],
			   server->listeners[1]};

	for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

void
dtap_server_stop(struct dtap_server *server)
{
	if (server == NULL)
		return;
	if (server->started) {
		atomic_store(&server->stopping, true);
		eventfd_write(server->wake, 1);
		pthread_join(server->thread, NULL);
	}
	while (server->count > 0)
		remove_at(server, server->count - 1);
	dtap_file_worker_free(server->file_worker);
	close_all(server);
	if (server->unix_socket[0] != '\0')
		unlink(server->unix_socket);
	free(server);
}

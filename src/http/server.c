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
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/net.h"
#include "base/thread.h"
#include "http/archive/file_worker.h"
#include "http/connection_table.h"
#include "base/listener.h"
#include "http/loop.h"
#include "http/lws_log.h"
#include "http/reply.h"
#include "http/routes.h"

#define ACCEPTS   32                     /* connections accepted in a turn */
#define PAUSE     (100 * DTAP_NS_PER_MS) /* without a descriptor or a place */
#define LISTENERS 2                      /* TCP, Unix */

/* A dtap_access with the names that it has. */
struct own_access {
	struct dtap_access access;
	char hosts[];
};

struct dtap_server {
	struct dtap_site site;
	struct own_access *own;              /* the thread's, once it runs */
	struct own_access *_Atomic received; /* for its next turn, or NULL */
	struct dtap_file_worker *file_worker;
	struct dtap_answerer answerer;
	struct dtap_loop *loop;
	struct dtap_loop_socket listeners[LISTENERS];
	char unix_socket[sizeof((struct sockaddr_un *)0)->sun_path];
	pthread_t thread;
	bool started;
	atomic_bool stopping;

	/* The thread's. */
	struct dtap_connection_table *connections;
	int64_t paused; /* until then nothing is accepted; 0: not paused */
	bool is_short;  /* of descriptors; the log has said so */
};

static struct own_access *
copy_access(const struct dtap_access *access)
{
	size_t size = strlen(access->hosts) + 1;
	struct own_access *own = malloc(sizeof *own + size);

	if (own == NULL)
		return NULL;
	memcpy(own->hosts, access->hosts, size);
	own->access = *access;
	own->access.hosts = own->hosts;
	return own;
}

static enum dtap_answer
answer(void *arg, struct dtap_connection *connection,
       const struct dtap_request *request)
{
	struct dtap_server *server = arg;

	return dtap_routes_answer(&server->site, &server->own->access,
				  connection, request, server->file_worker);
}

static enum dtap_answer
refuse(void *arg, struct dtap_connection *connection,
       const struct dtap_request *request, int status, const char *why)
{
	(void)arg;
	return dtap_reply_text(connection, request, status, NULL, "%s\n", why);
}

/* Stops accepting, or goes on. */
static void
watch_listeners(struct dtap_server *server, enum dtap_loop_event event)
{
	for (size_t i = 0; i < LISTENERS; i++)
		if (server->listeners[i].wsi != NULL)
			dtap_loop_await(&server->listeners[i], event);
}

static void
pause_accepting(struct dtap_server *server, int64_t now)
{
	server->paused = now + PAUSE;
	watch_listeners(server, DTAP_LOOP_NOTHING);
}

static void
resume_accepting(struct dtap_server *server)
{
	server->paused = 0;
	watch_listeners(server, DTAP_LOOP_READ);
}

/* No descriptor is left for a client that waits. */
static void
on_shortage(struct dtap_server *server)
{
	if (!server->is_short)
		dtap_log(server->site.log, DTAP_WARNING,
			 "no file descriptor left: new clients have to wait; "
			 "raise the limit (ulimit -n) or lower "
			 "listen.max_subscribers");
	server->is_short = true;
}

/* accept4(2) may lack a descriptor before it looks whether anybody waits. */
static bool
is_awaited(int listener)
{
	struct pollfd waits = {.fd = listener, .events = POLLIN};

	return poll(&waits, 1, 0) > 0;
}

/* accept4(2) has failed.  False: enough for now. */
static bool
on_failure(struct dtap_server *server, int listener, int64_t now)
{
	if (errno == ECONNABORTED || errno == EINTR)
		return true;
	if (errno == EAGAIN || !is_awaited(listener))
		return false;
	on_shortage(server);
	dtap_connection_table_drop_one(server->connections);
	pause_accepting(server, now);
	return false;
}

/* Accepts one connection; false: enough for now. */
static bool
accept_one(struct dtap_server *server, int listener, int64_t now)
{
	int on = 1, fd;

	if (!dtap_connection_table_has_room(server->connections)) {
		pause_accepting(server, now);
		return false;
	}
	fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0)
		return on_failure(server, listener, now);
	server->is_short = false;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	dtap_connection_table_add(server->connections, server->loop, fd, now);
	return true;
}

static void
accept_some(struct dtap_server *server, int64_t now)
{
	for (size_t i = 0; i < LISTENERS; i++) {
		struct dtap_loop_socket *listener = &server->listeners[i];

		for (unsigned n = 0; n < ACCEPTS && listener->is_ready; n++)
			listener->is_ready =
				server->paused == 0 &&
				accept_one(server, listener->fd, now);
	}
}

/* ns until there is something to do without an event; INT64_MAX: never. */
static int64_t
time_left(const struct dtap_server *server, int64_t now)
{
	int64_t due = dtap_connection_table_due(server->connections);

	if (server->paused != 0 && server->paused < due)
		due = server->paused;
	if (due == INT64_MAX)
		return due;
	return due > now ? due - now : 0;
}

/*
 * Connections first: one that is accepted may take the place of another, of
 * which there may be an event.
 */
static void
handle_turn(struct dtap_server *server)
{
	int64_t now = dtap_clock_now();

	dtap_connection_table_serve(server->connections, now);
	if (server->paused != 0 && server->paused <= now)
		resume_accepting(server);
	accept_some(server, now);
}

/* On the server's thread, between requests. */
static void
take_access(struct dtap_server *server)
{
	struct own_access *own = atomic_exchange(&server->received, NULL);

	if (own == NULL)
		return;
	free(server->own);
	server->own = own;
}

static void *
server_main(void *arg)
{
	struct dtap_server *server = arg;

	while (!atomic_load(&server->stopping)) {
		dtap_loop_turn(server->loop,
			       time_left(server, dtap_clock_now()));
		dtap_lws_log_settle();
		take_access(server);
		handle_turn(server);
	}
	return NULL;
}

/* Takes over a listening socket; -1 is none.  False with errno. */
static bool
add_listener(struct dtap_server *server, size_t index, int fd)
{
	return fd >= 0 &&
	       dtap_loop_add(server->loop, &server->listeners[index], fd);
}

static bool
listen_on(struct dtap_server *server, const struct dtap_listen *listen,
	  const char **which)
{
	int fd;

	*which = listen->address;
	if (listen->tcp_fd != NULL || listen->address[0] != '\0') {
		fd = listen->tcp_fd != NULL
			     ? *listen->tcp_fd
			     : dtap_listener_tcp(listen->address, listen->port);
		if (!add_listener(server, 0, fd))
			return false;
	}
	*which = listen->unix_socket;
	if (listen->unix_fd != NULL)
		return add_listener(server, 1, *listen->unix_fd);
	if (listen->unix_socket[0] == '\0')
		return true;
	fd = dtap_listener_unix(SOCK_STREAM, listen->unix_socket,
				listen->unix_mode, listen->unix_group);
	if (fd >= 0)
		strcpy(server->unix_socket, listen->unix_socket);
	return add_listener(server, 1, fd);
}

static bool
make_loop(struct dtap_server *server)
{
	server->loop = dtap_loop_new(DTAP_CONNECTIONS_MAX + LISTENERS);
	server->connections = dtap_connection_table_new(&server->answerer);
	server->file_worker = dtap_file_worker_new();
	return server->loop != NULL && server->connections != NULL &&
	       server->file_worker != NULL;
}

struct dtap_server *
dtap_server_new(const struct dtap_site *site, const struct dtap_listen *listen,
		const char **which)
{
	struct dtap_server *server = calloc(1, sizeof *server);
	int saved;

	*which = NULL;
	if (server == NULL)
		return NULL;
	server->site = *site;
	server->own = copy_access(listen->access);
	server->answerer = (struct dtap_answerer){answer, refuse, server};
	if (server->own != NULL && make_loop(server) &&
	    listen_on(server, listen, which))
		return server;
	saved = errno;
	dtap_server_stop(server);
	errno = saved;
	return NULL;
}

unsigned
dtap_server_port(const struct dtap_server *server)
{
	const struct dtap_loop_socket *tcp = &server->listeners[0];

	return tcp->wsi == NULL ? 0 : dtap_net_port(tcp->fd);
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

int
dtap_server_set_access(struct dtap_server *server,
		       const struct dtap_access *access)
{
	struct own_access *own = copy_access(access);

	if (own == NULL)
		return -1;
	free(atomic_exchange(&server->received, own));
	dtap_loop_wake(server->loop);
	return 0;
}

void
dtap_server_stop(struct dtap_server *server)
{
	if (server == NULL)
		return;
	if (server->started) {
		atomic_store(&server->stopping, true);
		dtap_loop_wake(server->loop);
		pthread_join(server->thread, NULL);
	}
	dtap_connection_table_free(server->connections);
	for (size_t i = 0; i < LISTENERS; i++)
		dtap_loop_close(&server->listeners[i]);
	dtap_file_worker_free(server->file_worker);
	dtap_loop_free(server->loop);
	if (server->unix_socket[0] != '\0')
		unlink(server->unix_socket);
	free(atomic_load(&server->received));
	free(server->own);
	free(server);
}

/* SPDX-License-Identifier: MIT */
#include "support/put_server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"

#define BODY_MOST (8 << 20)

/* 0: the connection ended, or the test stops. */
static size_t
take(struct put_server *server, char *out, size_t room)
{
	struct pollfd fd = {.fd = server->peer, .events = POLLIN};
	ssize_t size;

	while (poll(&fd, 1, 20) == 0)
		if (atomic_load(&server->stopping))
			return 0;
	size = read(server->peer, out, room);
	return size < 0 ? 0 : (size_t)size;
}

/* Reads the rest of the head. */
static bool
take_head(struct put_server *server, char first)
{
	char head[sizeof server->head] = {first};
	size_t size = 1;

	while (strstr(head, "\r\n\r\n") == NULL) {
		size_t more = take(server, head + size, 1);

		if (more == 0 || size + 2 > sizeof head)
			return false;
		size += more;
	}
	memcpy(server->head, head, sizeof head);
	server->size = 0;
	return true;
}

static size_t
length_of(const struct put_server *server)
{
	const char *at = strstr(server->head, "\r\nContent-Length: ");

	return at == NULL ? 0 : strtoul(at + 18, NULL, 10);
}

static void
say(struct put_server *server, const char *text)
{
	send(server->peer, text, strlen(text), MSG_NOSIGNAL);
}

static bool
take_body(struct put_server *server)
{
	size_t length = length_of(server);
	size_t body_limit = server->behaviour.body_limit;
	size_t most = body_limit > 0 ? body_limit : length;

	say(server, "HTTP/1.1 100 Continue\r\n\r\n");
	while (server->size < most) {
		size_t more = take(server, server->body + server->size,
				   most - server->size);

		if (more == 0)
			return false;
		server->size += more;
	}
	return true;
}

/* Sends nothing until the client closes or the test stops. */
static void
wait_for_close(struct put_server *server)
{
	struct pollfd fd = {.fd = server->peer, .events = POLLRDHUP};

	atomic_store(&server->waiting, true);
	while (poll(&fd, 1, 20) == 0 && !atomic_load(&server->stopping))
		;
}

/* False: close the connection. */
static bool
handle(struct put_server *server, char first)
{
	const struct put_server_behaviour *behaviour = &server->behaviour;

	if (!take_head(server, first))
		return false;
	if (behaviour->early) {
		say(server, behaviour->answer);
		return false;
	}
	if (!take_body(server) || behaviour->hangs_up)
		return false;
	if (behaviour->answer != NULL)
		say(server, behaviour->answer);
	return true;
}

static bool
serve(struct put_server *server)
{
	bool goes_on, silent;
	char first;

	if (take(server, &first, 1) == 0)
		return false;
	pthread_mutex_lock(&server->lock);
	goes_on = handle(server, first);
	silent = goes_on && server->behaviour.answer == NULL;
	pthread_mutex_unlock(&server->lock);
	if (silent)
		wait_for_close(server);
	return goes_on && !silent;
}

static void
serve_all(struct put_server *server)
{
	bool speaks_first;

	pthread_mutex_lock(&server->lock);
	server->connections++;
	speaks_first = server->behaviour.speaks_first;
	if (speaks_first)
		say(server, server->behaviour.answer);
	pthread_mutex_unlock(&server->lock);
	while (!speaks_first && serve(server))
		;
}

static void *
put_server_main(void *arg)
{
	struct put_server *server = arg;
	struct pollfd fd = {.fd = server->listener, .events = POLLIN};

	while (!atomic_load(&server->stopping)) {
		if (poll(&fd, 1, 20) == 0)
			continue;
		server->peer = accept(server->listener, NULL, NULL);
		serve_all(server);
		close(server->peer);
	}
	return NULL;
}

void
put_server_start(struct put_server *server)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof address;

	*server = (struct put_server){0};
	pthread_mutex_init(&server->lock, NULL);
	server->body = malloc(BODY_MOST);
	server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(server->listener, (struct sockaddr *)&address,
			      sizeof address),
			 0);
	assert_int_equal(listen(server->listener, 8), 0);
	getsockname(server->listener, (struct sockaddr *)&address, &size);
	server->port = ntohs(address.sin_port);
	pthread_create(&server->thread, NULL, put_server_main, server);
}

void
put_server_stop(struct put_server *server)
{
	atomic_store(&server->stopping, true);
	pthread_join(server->thread, NULL);
	close(server->listener);
	pthread_mutex_destroy(&server->lock);
	free(server->body);
}

void
put_server_behave(struct put_server *server,
		  const struct put_server_behaviour *behaviour)
{
	pthread_mutex_lock(&server->lock);
	server->behaviour = *behaviour;
	pthread_mutex_unlock(&server->lock);
}

void
put_server_await_request(struct put_server *server)
{
	pthread_mutex_lock(&server->lock);
	pthread_mutex_unlock(&server->lock);
}

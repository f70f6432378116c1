/* SPDX-License-Identifier: MIT */
/*
 * limit -p PORT [-f FLUSH_MS] [-m raw|pcap|ws]
 *
 * The upper limit of what one thread and the kernel can do, for comparison
 * only.
 *
 * Containers come on standard input, one for each read of a SOCK_SEQPACKET
 * socket. They are read directly into a span, between the head and the tail of
 * a chunk. After FLUSH_MS or 64 KiB each client gets all new bytes with one
 * send(2).  Every request is answered with a stream, whatever its path; nothing
 * is counted; a slow client silently skips data when it is half a span behind.
 * As a WebSocket it checks no key and gives each container the longest frame
 * head, which is as long as that of a chunk.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <dtap/pcap.h>

#include "base/clock.h"
#include "bench/span.h"
#include "bench/wrapping.h"

#define CONTAINER_MAX ((size_t)256 << 10)
#define GATHER        ((size_t)64 << 10)
#define READ_BUDGET   ((size_t)256 << 10)
#define EVENTS        128

struct http_client {
	int fd;
	bool live, blocked, gone;
	uint64_t cursor;
	uint8_t *torn; /* the rest of a chunk that has left the span */
	size_t torn_size, torn_sent;
	char request[2048];
	size_t request_size;
};

struct limit {
	struct span span;
	enum wrapping mode;
	size_t head, tail; /* bytes around a container */
	int64_t flush;
	int listener, epoll;
	struct http_client **clients;
	size_t client_count, client_room;
	uint64_t kept; /* no cursor is before this */
	size_t pending;
	int64_t due;
};

/* A client that is too far behind continues in the middle of the span, after
 * the end of its chunk. */
static void
move_client(struct limit *limit, struct http_client *client)
{
	struct span *span = &limit->span;
	uint64_t whole = span_next_start(span, client->cursor);
	size_t rest = (size_t)(whole - client->cursor);

	if (rest > 0 && client->torn == NULL) {
		client->torn = malloc(rest);
		if (client->torn == NULL)
			err(1, "malloc");
		memcpy(client->torn, span_at(span, client->cursor), rest);
		client->torn_size = rest;
		client->torn_sent = 0;
	}
	client->cursor = span_next_start(span, span->head - SPAN_SIZE / 2);
}

/* Room for size bytes at the head that no client needs any more. */
static void
make_room(struct limit *limit, size_t size)
{
	uint64_t head = limit->span.head, kept = head;

	if (head + size <= limit->kept + SPAN_SIZE)
		return;
	for (size_t i = 0; i < limit->client_count; i++) {
		struct http_client *client = limit->clients[i];

		if (!client->live)
			continue;
		if (client->cursor + SPAN_SIZE < head + size)
			move_client(limit, client);
		if (client->cursor < kept)
			kept = client->cursor;
	}
	limit->kept = kept;
}

/* Reads what the source has now, within the budget; exits at its end. */
static void
read_source(struct limit *limit)
{
	size_t head = limit->head, total = 0;

	while (total < READ_BUDGET) {
		uint8_t *at;
		ssize_t n;

		make_room(limit, CONTAINER_MAX + WRAPPING_MAX);
		at = span_at(&limit->span, limit->span.head);
		n = read(STDIN_FILENO, at + head, CONTAINER_MAX);
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0)
			exit(0);
		wrapping_put(limit->mode, at, (size_t)n);
		memcpy(at + head + n, "\r\n", limit->tail);
		span_commit(&limit->span, head + (size_t)n + limit->tail);
		total += (size_t)n;
	}
	if (total > 0 && limit->pending == 0)
		limit->due = dtap_clock_now() + limit->flush;
	limit->pending += total;
}

/* True: all was sent. */
static bool
send_bytes(struct http_client *client, const uint8_t *data, size_t size,
	   size_t *sent)
{
	ssize_t n = send(client->fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);

	*sent = n > 0 ? (size_t)n : 0;
	if (n < 0 && errno != EAGAIN)
		client->gone = true;
	client->blocked = *sent < size;
	return !client->blocked;
}

static void
send_to(struct limit *limit, struct http_client *client)
{
	size_t sent;

	if (client->torn != NULL) {
		bool whole = send_bytes(
			client, client->torn + client->torn_sent,
			client->torn_size - client->torn_sent, &sent);

		client->torn_sent += sent;
		if (!whole)
			return;
		free(client->torn);
		client->torn = NULL;
	}
	if (client->cursor == limit->span.head)
		return;
	send_bytes(client, span_at(&limit->span, client->cursor),
		   (size_t)(limit->span.head - client->cursor), &sent);
	client->cursor += sent;
}

static void
drop_client(struct limit *limit, size_t at)
{
	struct http_client *client = limit->clients[at];

	close(client->fd);
	free(client->torn);
	free(client);
	limit->clients[at] = limit->clients[--limit->client_count];
}

static void
send_to_all(struct limit *limit)
{
	limit->pending = 0;
	for (size_t i = 0; i < limit->client_count; i++) {
		struct http_client *client = limit->clients[i];

		if (client->live && !client->blocked)
			send_to(limit, client);
		if (client->gone)
			drop_client(limit, i--);
	}
}

static void
answer(struct limit *limit, struct http_client *client)
{
	static const char *const heads[] = {
		[WRAPPING_RAW] = "HTTP/1.1 200 OK\r\n"
				 "Content-Type: application/octet-stream\r\n"
				 "Transfer-Encoding: chunked\r\n\r\n",
		[WRAPPING_PCAP] =
			"HTTP/1.1 200 OK\r\n"
			"Content-Type: application/vnd.tcpdump.pcap\r\n"
			"Transfer-Encoding: chunked\r\n\r\n18\r\n",
		[WRAPPING_WS] =
			("HTTP/1.1 101 Switching Protocols\r\n"
			 "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
	};
	size_t size = strlen(heads[limit->mode]);
	uint8_t out[256];

	memcpy(out, heads[limit->mode], size);
	if (limit->mode == WRAPPING_PCAP) {
		dtap_pcap_file_header(out + size, DTAP_SNAPLEN_MAX);
		size += DTAP_PCAP_FILE_HEADER;
		memcpy(out + size, "\r\n", 2);
		size += 2;
	}
	if (send(client->fd, out, size, MSG_NOSIGNAL) < 0)
		client->gone = true;
	client->live = true;
	client->cursor = limit->span.head;
}

static void
receive(struct limit *limit, struct http_client *client)
{
	size_t room = sizeof client->request - 1 - client->request_size;
	ssize_t n = recv(client->fd, client->request + client->request_size,
			 room, MSG_DONTWAIT);

	if (n == 0 || (n < 0 && errno != EAGAIN))
		client->gone = true;
	if (n <= 0 || client->live)
		return;
	client->request_size += (size_t)n;
	client->request[client->request_size] = '\0';
	if (strstr(client->request, "\r\n\r\n") != NULL)
		answer(limit, client);
}

static void
add_client(struct limit *limit, int fd)
{
	struct http_client *client = calloc(1, sizeof *client);
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
		.data.ptr = client,
	};
	int on = 1;

	if (limit->client_count == limit->client_room) {
		limit->client_room = limit->client_room * 2 + 64;
		limit->clients =
			realloc(limit->clients,
				/* NOLINTNEXTLINE(bugprone-sizeof-expression) */
				limit->client_room * sizeof *limit->clients);
	}
	if (client == NULL || limit->clients == NULL)
		err(1, "malloc");
	client->fd = fd;
	limit->clients[limit->client_count++] = client;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	epoll_ctl(limit->epoll, EPOLL_CTL_ADD, fd, &event);
}

static void
accept_all(struct limit *limit)
{
	int fd;

	while ((fd = accept4(limit->listener, NULL, NULL,
			     SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
		add_client(limit, fd);
}

static void
handle(struct limit *limit, const struct epoll_event *event)
{
	struct http_client *client = event->data.ptr;

	if (event->data.ptr == &limit->listener) {
		accept_all(limit);
	} else if (event->data.ptr == limit) {
		read_source(limit);
	} else {
		if (event->events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP))
			receive(limit, client);
		if (event->events & EPOLLOUT && client->live &&
		    client->blocked) {
			client->blocked = false;
			send_to(limit, client);
		}
	}
}

static int
timeout_ms(const struct limit *limit)
{
	int64_t left = limit->due - dtap_clock_now();

	if (limit->pending == 0)
		return -1;
	return left <= 0 ? 0 : (int)((left + 999999) / DTAP_NS_PER_MS);
}

static void
loop(struct limit *limit)
{
	struct epoll_event events[EVENTS];

	for (;;) {
		int count = epoll_wait(limit->epoll, events, EVENTS,
				       timeout_ms(limit));

		for (int i = 0; i < count; i++)
			handle(limit, &events[i]);
		if (limit->pending >= GATHER ||
		    (limit->pending > 0 && dtap_clock_now() >= limit->due))
			send_to_all(limit);
	}
}

static void
watch(struct limit *limit, int fd, void *what)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = what};

	if (epoll_ctl(limit->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		err(1, "epoll");
}

static void
open_listener(struct limit *limit, int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int on = 1;

	limit->listener =
		socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	setsockopt(limit->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(limit->listener, (void *)&address, sizeof address) < 0 ||
	    listen(limit->listener, 1024) < 0)
		err(1, "port %d", port);
}

static void
set_mode(struct limit *limit, const char *name)
{
	limit->mode = strcmp(name, "pcap") == 0 ? WRAPPING_PCAP
		      : strcmp(name, "ws") == 0 ? WRAPPING_WS
						: WRAPPING_RAW;
	limit->head = wrapping_before(limit->mode);
	limit->tail = wrapping_behind(limit->mode);
}

int
main(int argc, char **argv)
{
	static struct limit limit;
	struct rlimit descriptors = {4096, 4096};
	int port = 0, letter;

	set_mode(&limit, "raw");
	while ((letter = getopt(argc, argv, "p:f:m:")) != -1)
		if (letter == 'p')
			port = atoi(optarg);
		else if (letter == 'f')
			limit.flush = atoi(optarg) * DTAP_NS_PER_MS;
		else if (letter == 'm')
			set_mode(&limit, optarg);
		else
			return 2;
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_NOFILE, &descriptors);
	span_make(&limit.span);
	open_listener(&limit, port);
	limit.epoll = epoll_create1(EPOLL_CLOEXEC);
	fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
	watch(&limit, limit.listener, &limit.listener);
	watch(&limit, STDIN_FILENO, &limit);
	loop(&limit);
}

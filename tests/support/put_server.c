/* SPDX-License-Identifier: MIT */
#include "support/put_server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"

#define BODY_MOST (8 << 20)

/* 0: the connection ended, or we do. */
static size_t
take(struct taker *taker, char *out, size_t room)
{
	struct pollfd fd = {.fd = taker->peer, .events = POLLIN};
	ssize_t size;

	while (poll(&fd, 1, 20) == 0)
		if (atomic_load(&taker->stopping))
			return 0;
	size = read(taker->peer, out, room);
	return size < 0 ? 0 : (size_t)size;
}

/* Behind its first byte. */
static bool
take_head(struct taker *taker, char first)
{
	char head[sizeof taker->head] = {first};
	size_t size = 1;

	while (strstr(head, "\r\n\r\n") == NULL) {
		size_t more = take(taker, head + size, 1);

		if (more == 0 || size + 2 > sizeof head)
			return false;
		size += more;
	}
	memcpy(taker->head, head, sizeof head);
	taker->size = 0;
	return true;
}

static size_t
length_of(const struct taker *taker)
{
	const char *at = strstr(taker->head, "\r\nContent-Length: ");

	return at == NULL ? 0 : strtoul(at + 18, NULL, 10);
}

static void
say(struct taker *taker, const char *text)
{
	send(taker->peer, text, strlen(text), MSG_NOSIGNAL);
}

static bool
take_body(struct taker *taker)
{
	size_t length = length_of(taker);
	size_t appetite = taker->manners.appetite;
	size_t most = appetite > 0 ? appetite : length;

	say(taker, "HTTP/1.1 100 Continue\r\n\r\n");
	while (taker->size < most) {
		size_t more = take(taker, taker->body + taker->size,
				   most - taker->size);

		if (more == 0)
			return false;
		taker->size += more;
	}
	return true;
}

/* Says nothing until the other side, or the test, has had enough. */
static void
wait_in_vain(struct taker *taker)
{
	struct pollfd fd = {.fd = taker->peer, .events = POLLRDHUP};

	atomic_store(&taker->waiting, true);
	while (poll(&fd, 1, 20) == 0 && !atomic_load(&taker->stopping))
		;
}

/* False: the connection is over. */
static bool
treat(struct taker *taker, char first)
{
	const struct taker_manners *manners = &taker->manners;

	if (!take_head(taker, first))
		return false;
	if (manners->early) {
		say(taker, manners->answer);
		return false;
	}
	if (!take_body(taker) || manners->hangs_up)
		return false;
	if (manners->answer != NULL)
		say(taker, manners->answer);
	return true;
}

static bool
serve(struct taker *taker)
{
	bool goes_on, silent;
	char first;

	if (take(taker, &first, 1) == 0)
		return false;
	pthread_mutex_lock(&taker->lock);
	goes_on = treat(taker, first);
	silent = goes_on && taker->manners.answer == NULL;
	pthread_mutex_unlock(&taker->lock);
	if (silent)
		wait_in_vain(taker);
	return goes_on && !silent;
}

static void
serve_all(struct taker *taker)
{
	bool speaks_first;

	pthread_mutex_lock(&taker->lock);
	taker->connections++;
	speaks_first = taker->manners.speaks_first;
	if (speaks_first)
		say(taker, taker->manners.answer);
	pthread_mutex_unlock(&taker->lock);
	while (!speaks_first && serve(taker))
		;
}

static void *
taker_main(void *arg)
{
	struct taker *taker = arg;
	struct pollfd fd = {.fd = taker->listener, .events = POLLIN};

	while (!atomic_load(&taker->stopping)) {
		if (poll(&fd, 1, 20) == 0)
			continue;
		taker->peer = accept(taker->listener, NULL, NULL);
		serve_all(taker);
		close(taker->peer);
	}
	return NULL;
}

void
taker_start(struct taker *taker)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof address;

	*taker = (struct taker){0};
	pthread_mutex_init(&taker->lock, NULL);
	taker->body = malloc(BODY_MOST);
	taker->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(taker->listener, (struct sockaddr *)&address,
			      sizeof address),
			 0);
	assert_int_equal(listen(taker->listener, 8), 0);
	getsockname(taker->listener, (struct sockaddr *)&address, &size);
	taker->port = ntohs(address.sin_port);
	pthread_create(&taker->thread, NULL, taker_main, taker);
}

void
taker_stop(struct taker *taker)
{
	atomic_store(&taker->stopping, true);
	pthread_join(taker->thread, NULL);
	close(taker->listener);
	pthread_mutex_destroy(&taker->lock);
	free(taker->body);
}

void
taker_behave(struct taker *taker, const struct taker_manners *manners)
{
	pthread_mutex_lock(&taker->lock);
	taker->manners = *manners;
	pthread_mutex_unlock(&taker->lock);
}

void
taker_look(struct taker *taker)
{
	pthread_mutex_lock(&taker->lock);
	pthread_mutex_unlock(&taker->lock);
}

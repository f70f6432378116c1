/* SPDX-License-Identifier: MIT */
#include "http/connection.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/net.h"
#include "http/request_body.h"
#include "streams/peer.h"

#define HEAD_S   5  /* for a whole head, from the end of the answer before */
#define BODY_S   10 /* for a whole body */
#define SEND_S   10 /* for the client to take some of an answer */
#define LINGER_S 2  /* for the client to close, behind the last answer */

/* Bytes that are thrown away behind the last answer. */
#define LINGER_MAX (1024 * 1024)

enum phase {
	READ_HEAD,
	READ_BODY,
	SEND_ANSWER,
	LINGER, /* the last answer is out: see linger() */
};

struct dtap_connection {
	int fd;
	struct dtap_fd_reserve *reserve;
	const struct dtap_answerer *answerer;
	enum dtap_arrival arrival;
	char local[64];

	enum phase phase;
	int64_t since, deadline; /* monotonic ns */
	struct dtap_request_body *body;
	char *out; /* the answer on its way, or NULL */
	size_t out_size, out_sent;
	bool last;      /* ... is the last one */
	bool ready;     /* bytes of the next request were read already */
	size_t dropped; /* while it lingers */

	size_t used;
	char in[DTAP_REQUEST_HEAD_MAX];
};

static void
enter(struct dtap_connection *c, enum phase phase, int seconds, int64_t now)
{
	c->phase = phase;
	c->since = now;
	c->deadline = now + seconds * DTAP_NS_PER_S;
}

static enum dtap_arrival
read_arrival(struct dtap_connection *c)
{
	if (dtap_net_local_address(c->fd, c->local, sizeof c->local) < 0)
		return DTAP_ARRIVAL_UNKNOWN;
	return c->local[0] == '\0' ? DTAP_ARRIVAL_UNIX : DTAP_ARRIVAL_TCP;
}

struct dtap_connection *
dtap_connection_new(int fd, struct dtap_fd_reserve *reserve,
		    const struct dtap_answerer *answerer, int64_t now)
{
	struct dtap_connection *c = malloc(sizeof *c);

	if (c == NULL)
		return NULL;
	memset(c, 0, offsetof(struct dtap_connection, in));
	c->fd = fd;
	c->reserve = reserve;
	c->answerer = answerer;
	enter(c, READ_HEAD, HEAD_S, now);
	c->arrival = read_arrival(c);
	if (c->arrival != DTAP_ARRIVAL_UNKNOWN)
		return c;
	dtap_connection_free(c);
	return NULL;
}

void
dtap_connection_free(struct dtap_connection *connection)
{
	if (connection == NULL)
		return;
	dtap_request_body_free(connection->body);
	free(connection->out);
	free(connection);
}

static bool
is_transient(void)
{
	return errno == EAGAIN || errno == EINTR;
}

/* If a socket is closed with bytes unread the client may lose the answer. */
static bool
linger(struct dtap_connection *c)
{
	ssize_t size;

	do {
		size = recv(c->fd, c->in, sizeof c->in, 0);
		c->dropped += size > 0 ? (size_t)size : 0;
	} while (size > 0 && c->dropped <= LINGER_MAX);
	return size < 0 && is_transient();
}

/* The answer is out, whole. */
static bool
finish_answer(struct dtap_connection *c, int64_t now)
{
	free(c->out);
	c->out = NULL;
	if (c->last) {
		enter(c, LINGER, LINGER_S, now);
		shutdown(c->fd, SHUT_WR);
		return linger(c);
	}
	enter(c, READ_HEAD, HEAD_S, now);
	c->ready = c->used > 0;
	return true;
}

static bool
send_answer(struct dtap_connection *c, int64_t now)
{
	while (c->out_sent < c->out_size) {
		ssize_t size = send(c->fd, c->out + c->out_sent,
				    c->out_size - c->out_sent, MSG_NOSIGNAL);

		if (size < 0 && is_transient())
			return true;
		if (size < 0)
			return false;
		c->out_sent += (size_t)size;
		c->deadline = now + SEND_S * DTAP_NS_PER_S;
	}
	return finish_answer(c, now);
}

static enum dtap_answer
ask(struct dtap_connection *c, const struct dtap_request *request)
{
	return c->answerer->answer(c->answerer->arg, c, request);
}

/* The answer that was made begins its way. */
static bool
begin_answer(struct dtap_connection *c, enum dtap_answer done, int64_t now)
{
	if (done != DTAP_ANSWERED || c->out == NULL)
		return false;
	enter(c, SEND_ANSWER, SEND_S, now);
	return send_answer(c, now);
}

/* Refuses a head that cannot be taken. */
static bool
refuse(struct dtap_connection *c, const struct dtap_request *request,
       int status, const char *why, int64_t now)
{
	const struct dtap_answerer *answerer = c->answerer;

	return begin_answer(
		c, answerer->refuse(answerer->arg, c, request, status, why),
		now);
}

static bool
refuse_unread(struct dtap_connection *c, int status, const char *why,
	      int64_t now)
{
	struct dtap_request request = {.arrival = c->arrival};

	dtap_request_reset(&request);
	c->used = 0;
	return refuse(c, &request, status, why, now);
}

static void
drop_input(struct dtap_connection *c, size_t size)
{
	c->used -= size;
	memmove(c->in, c->in + size, c->used);
}

/* What has come of the body. */
static bool
read_body(struct dtap_connection *c, int64_t now)
{
	size_t left = dtap_request_body_left(c->body);
	size_t size = left < c->used ? left : c->used;
	struct dtap_request_body *body;
	bool open;

	if (!dtap_request_body_add(c->body, c->in, size, now))
		return false;
	drop_input(c, size);
	if (size < left)
		return true;
	body = c->body;
	c->body = NULL;
	open = begin_answer(c, ask(c, dtap_request_body_for(body)), now);
	dtap_request_body_free(body);
	return open;
}

/* The request is allowed, and its body is to come. */
static bool
begin_body(struct dtap_connection *c, const struct dtap_request *request,
	   int64_t now)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";

	c->body = dtap_request_body_new(request, now);
	if (c->body == NULL)
		return false;
	enter(c, READ_BODY, BODY_S, now);
	if (request->expects && !request->http10 && c->used == 0 &&
	    !dtap_connection_send_now(c, go_on, sizeof go_on - 1))
		return false;
	return read_body(c, now);
}

/*
 * First without the body: the body of a refused request is not waited for.
 * After the refusal the connection is closed.
 */
static bool
begin_post(struct dtap_connection *c, struct dtap_request *request, int64_t now)
{
	bool last = request->last;
	enum dtap_answer done;

	request->last = true;
	done = ask(c, request);
	request->last = last;
	return done == DTAP_ANSWER_AFTER_BODY ? begin_body(c, request, now)
					      : begin_answer(c, done, now);
}

static bool
take_request(struct dtap_connection *c, size_t size, int64_t now)
{
	struct dtap_request request = {.arrival = c->arrival};
	const char *why = "";
	int status;

	memcpy(request.local, c->local, sizeof request.local);
	status = dtap_request_read(&request, c->in, size, &why);
	drop_input(c, size);
	if (status != 0)
		return refuse(c, &request, status, why, now);
	if (request.method == DTAP_POST &&
	    request.announced == DTAP_REQUEST_BODY_SIZED) {
		if (request.body_size > 0)
			return begin_post(c, &request, now);
		request.body = "";
	}
	return begin_answer(c, ask(c, &request), now);
}

static bool
read_head(struct dtap_connection *c, int64_t now)
{
	size_t size;

	drop_input(c, dtap_request_empty_lines(c->in, c->used));
	size = dtap_request_head_size(c->in, c->used);
	if (size > 0)
		return take_request(c, size, now);
	if (c->used < sizeof c->in)
		return true;
	return memchr(c->in, '\n', c->used) == NULL
		       ? refuse_unread(c, 414,
				       "The request target is too long.", now)
		       : refuse_unread(c, 431, "The head is too long.", now);
}

/* A request's bytes, from the socket or from behind the request before. */
static bool
read_request(struct dtap_connection *c, int64_t now)
{
	ssize_t size = recv(c->fd, c->in + c->used, sizeof c->in - c->used, 0);

	/* A client may close its side behind its last request. */
	if (size < 0 ? !is_transient() : size == 0 && c->used == 0)
		return false;
	c->used += size > 0 ? (size_t)size : 0;
	if (c->used == 0)
		return true;
	if (size == 0 && c->phase == READ_HEAD &&
	    dtap_request_head_size(c->in, c->used) == 0)
		return false;
	if (c->phase == READ_HEAD)
		return read_head(c, now);
	return size == 0 && c->used < dtap_request_body_left(c->body)
		       ? false
		       : read_body(c, now);
}

bool
dtap_connection_step(struct dtap_connection *connection, int64_t now)
{
	connection->ready = false;
	switch (connection->phase) {
	case SEND_ANSWER:
		return send_answer(connection, now);
	case LINGER:
		return linger(connection);
	default:
		return read_request(connection, now);
	}
}

bool
dtap_connection_expire(struct dtap_connection *connection, int64_t now)
{
	if (connection->phase != READ_HEAD || connection->used == 0)
		return false;
	return refuse_unread(connection, 408,
			     "The head of the request did not arrive in time.",
			     now);
}

struct dtap_connection_wait
dtap_connection_wait(const struct dtap_connection *connection)
{
	static const unsigned ranks[] = {[READ_HEAD] = 2,
					 [READ_BODY] = 0,
					 [SEND_ANSWER] = 1,
					 [LINGER] = 2};

	return (struct dtap_connection_wait){
		.since = connection->since,
		.deadline = connection->deadline,
		.ready = connection->ready,
		.sends = connection->phase == SEND_ANSWER,
		.rank = ranks[connection->phase],
	};
}

void
dtap_connection_send(struct dtap_connection *connection, char *text,
		     size_t size, bool last)
{
	free(connection->out);
	connection->out = text;
	connection->out_size = size;
	connection->out_sent = 0;
	connection->last = last;
}

bool
dtap_connection_send_now(struct dtap_connection *connection, const void *bytes,
			 size_t size)
{
	return send(connection->fd, bytes, size, MSG_NOSIGNAL) == (ssize_t)size;
}

void
dtap_connection_peer(const struct dtap_connection *connection, char *out)
{
	dtap_peer_name(connection->fd, out);
}

bool
dtap_connection_can_be_taken(struct dtap_connection *connection)
{
	return dtap_fd_reserve_fill(connection->reserve);
}

int
dtap_connection_take(struct dtap_connection *connection)
{
	return dtap_fd_reserve_take(connection->reserve, connection->fd);
}

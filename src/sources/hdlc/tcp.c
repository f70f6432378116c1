/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/net.h"
#include "sources/hdlc/hdlc_reader.h"

#define CONNECT_S 5

struct tcp {
	struct dtap_source source; /* first: what the tap knows */
	char *address;
	struct dtap_net_host_port at; /* host and port of the address */
	bool listens;

	/* From open to close; -1: not open. */
	int listener, peer;
	struct dtap_hdlc_reader reader;
};

static struct tcp *
tcp_of(struct dtap_source *source)
{
	return (struct tcp *)source;
}

static void
have_peer(struct tcp *tcp, int fd)
{
	dtap_net_keep_alive(fd);
	tcp->peer = fd;
	tcp->source.session++;
}

static int
connect_to(struct tcp *tcp, int fd, const struct addrinfo *info)
{
	const struct timeval timeout = {.tv_sec = CONNECT_S};

	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
	if (connect(fd, info->ai_addr, info->ai_addrlen) < 0) {
		if (errno == EINPROGRESS)
			errno = ETIMEDOUT;
		return -1;
	}
	have_peer(tcp, fd);
	return 0;
}

static int
listen_on(struct tcp *tcp, int fd, const struct addrinfo *info)
{
	const int yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, info->ai_addr, info->ai_addrlen) < 0 || listen(fd, 1) < 0)
		return -1;
	tcp->listener = fd;
	return 0;
}

static int
try_address(struct tcp *tcp, const struct addrinfo *info)
{
	int fd = socket(info->ai_family, info->ai_socktype | SOCK_CLOEXEC, 0);
	int result, error;

	if (fd < 0)
		return -1;
	result = tcp->listens ? listen_on(tcp, fd, info)
			      : connect_to(tcp, fd, info);
	if (result == 0)
		return 0;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

static int
tcp_open(struct dtap_source *source)
{
	struct tcp *tcp = tcp_of(source);
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = tcp->listens ? AI_PASSIVE : 0,
	};
	struct addrinfo *list;
	int error = getaddrinfo(tcp->at.host[0] != '\0' ? tcp->at.host : NULL,
				tcp->at.port, &hints, &list);
	int result = -1;

	dtap_hdlc_reader_clear(&tcp->reader);
	if (error != 0) {
		errno = error == EAI_SYSTEM ? errno : ENOENT;
		dtap_source_explain(source, "%s: %s. Check diag.address.",
				    source->where, gai_strerror(error));
		return -1;
	}
	for (const struct addrinfo *at = list; result < 0 && at != NULL;
	     at = at->ai_next)
		result = try_address(tcp, at);
	error = errno;
	freeaddrinfo(list);
	errno = error;
	if (result < 0)
		dtap_source_explain(source, "Cannot %s %s: %s.",
				    tcp->listens ? "listen on" : "connect to",
				    source->where, strerror(error));
	return result;
}

static void
close_peer(struct tcp *tcp)
{
	if (tcp->peer >= 0) {
		tcp->source.session++;
		close(tcp->peer);
	}
	tcp->peer = -1;
	dtap_hdlc_reader_clear(&tcp->reader);
}

/* Accepts the next peer.  0: a signal came, or the peer has left again. */
static ssize_t
accept_peer(struct tcp *tcp)
{
	int fd = accept4(tcp->listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0) {
		have_peer(tcp, fd);
		return 0;
	}
	if (errno == EINTR || errno == ECONNABORTED || errno == EAGAIN)
		return 0;
	dtap_source_explain(&tcp->source, "Cannot accept: %s.",
			    strerror(errno));
	return -1;
}

/*
 * A peer that takes nothing must not hold the reader.  A frame that was sent in
 * part cannot be taken back: the connection is ended.
 */
static int
tcp_write(struct dtap_source *source, const uint8_t *request, size_t size)
{
	int peer = tcp_of(source)->peer;
	ssize_t put =
		send(peer, request + DTAP_REQUEST_WORD,
		     size - DTAP_REQUEST_WORD, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (put == (ssize_t)(size - DTAP_REQUEST_WORD))
		return 0;
	if (put >= 0) {
		shutdown(peer, SHUT_RDWR);
		errno = EPIPE;
	} else if (errno == EINTR) {
		errno = EAGAIN;
	}
	return -1;
}

static ssize_t
tcp_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct tcp *tcp = tcp_of(source);
	ssize_t given;

	(void)size;
	if (tcp->peer < 0)
		return accept_peer(tcp);
	given = dtap_hdlc_reader_read(&tcp->reader, tcp->peer, buffer,
				      &source->wrong_frames);
	if (given >= 0)
		return given;
	if (tcp->listens) {
		close_peer(tcp);
		return 0;
	}
	dtap_source_explain(source, "%s.",
			    errno == EPIPE ? "The peer closed the connection"
					   : strerror(errno));
	return -1;
}

static void
tcp_close(struct dtap_source *source)
{
	struct tcp *tcp = tcp_of(source);

	close_peer(tcp);
	if (tcp->listener >= 0)
		close(tcp->listener);
	tcp->listener = -1;
}

static void
tcp_free(struct dtap_source *source)
{
	struct tcp *tcp = tcp_of(source);

	free(tcp->address);
	free(tcp);
}

struct dtap_source *
dtap_tcp_new(const char *address, bool listens)
{
	static const struct dtap_source_ops ops = {
		.open = tcp_open,
		.read = tcp_read,
		.write = tcp_write,
		.close = tcp_close,
		.free = tcp_free,
	};
	struct tcp *tcp = calloc(1, sizeof *tcp);

	if (tcp == NULL)
		return NULL;
	tcp->listener = tcp->peer = -1;
	tcp->listens = listens;
	tcp->address = strdup(address);
	if (tcp->address == NULL ||
	    !dtap_net_read_host_port(&tcp->at, address, strlen(address)) ||
	    tcp->at.port[0] == '\0') {
		errno = tcp->address == NULL ? ENOMEM : EINVAL;
		tcp_free(&tcp->source);
		return NULL;
	}
	tcp->source = (struct dtap_source){
		.ops = &ops,
		.type = "tcp",
		.where = tcp->address,
		.buffer_size = DTAP_HDLC_READER_CONTAINER,
	};
	return &tcp->source;
}

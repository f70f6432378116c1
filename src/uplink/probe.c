/* SPDX-License-Identifier: MIT */
#include "uplink/probe.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "fleet/server_info.h"

#define LINE 32768 /* no server's INFO is longer */

struct attempt {
	int fd, wake;
	const atomic_bool *stop;
	int64_t until; /* monotonic ns */
	char *why;
};

static enum dtap_link_result
fail(const struct attempt *attempt, enum dtap_link_result result,
     const char *why)
{
	snprintf(attempt->why, DTAP_LINK_WHY, "%s", why);
	return result;
}

/* Until the socket is ready.  `late` is what it is after too long a time. */
static enum dtap_link_result
await(const struct attempt *attempt, short events, enum dtap_link_result late)
{
	struct pollfd fds[] = {{.fd = attempt->fd, .events = events},
			       {.fd = attempt->wake, .events = POLLIN}};

	for (;;) {
		int64_t left = attempt->until - dtap_clock_now();

		if (atomic_load(attempt->stop))
			return DTAP_LINK_CANCELLED;
		if (left <= 0)
			return fail(attempt, late, "no answer in time");
		/* Woken for something else: the socket alone matters. */
		fds[1].fd = fds[1].revents != 0 ? -1 : attempt->wake;
		fds[1].revents = 0;
		if (poll(fds, 2, (int)(left / DTAP_NS_PER_MS) + 1) > 0 &&
		    fds[0].revents != 0)
			return DTAP_LINK_OK;
	}
}

static enum dtap_link_result
connect_to(const struct attempt *attempt, const struct addrinfo *info)
{
	enum dtap_link_result result;
	socklen_t size = sizeof(int);
	int error = 0;

	if (connect(attempt->fd, info->ai_addr, info->ai_addrlen) == 0)
		return DTAP_LINK_OK;
	if (errno != EINPROGRESS)
		return fail(attempt, DTAP_LINK_CONNECT, strerror(errno));
	result = await(attempt, POLLOUT, DTAP_LINK_CONNECT);
	if (result != DTAP_LINK_OK)
		return result;
	getsockopt(attempt->fd, SOL_SOCKET, SO_ERROR, &error, &size);
	return error == 0 ? DTAP_LINK_OK
			  : fail(attempt, DTAP_LINK_CONNECT, strerror(error));
}

/* Up to its end.  *size is what was read. */
static enum dtap_link_result
read_line(const struct attempt *attempt, char line[LINE], size_t *size)
{
	enum dtap_link_result result = DTAP_LINK_OK;

	*size = 0;
	while (result == DTAP_LINK_OK) {
		ssize_t got = recv(attempt->fd, line + *size, LINE - *size, 0);

		if (got > 0) {
			*size += (size_t)got;
			if (memchr(line + *size - got, '\n', (size_t)got) !=
			    NULL)
				return DTAP_LINK_OK;
			if (*size == LINE)
				return fail(attempt, DTAP_LINK_OTHER, "");
		} else if (got < 0 && errno == EAGAIN) {
			result = await(attempt, POLLIN, DTAP_LINK_SILENT);
		} else if (got == 0 || errno != EINTR) {
			return fail(attempt, DTAP_LINK_CONNECT,
				    got == 0 ? "it ended the connection"
					     : strerror(errno));
		}
	}
	return result;
}

static enum dtap_link_result
judge(const struct attempt *attempt, const char *line, size_t size, bool tls)
{
	const char *end = memchr(line, '\n', size);
	struct dtap_server_info info;

	if (!dtap_server_info_read(&info, line, (size_t)(end + 1 - line)))
		return fail(attempt, DTAP_LINK_OTHER, "");
	if (info.is_old)
		return fail(attempt, DTAP_LINK_OLD, info.version);
	if (info.wants_tls && !tls)
		return fail(attempt, DTAP_LINK_WANTS_TLS, "");
	return DTAP_LINK_OK;
}

static enum dtap_link_result
try_address(struct attempt *attempt, const struct addrinfo *info, bool tls)
{
	char line[LINE];
	size_t size;
	enum dtap_link_result result;

	attempt->until =
		dtap_clock_now() + DTAP_PROBE_TIMEOUT_S * DTAP_NS_PER_S;
	attempt->fd = socket(info->ai_family,
			     SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (attempt->fd < 0)
		return fail(attempt, DTAP_LINK_CONNECT, strerror(errno));
	result = connect_to(attempt, info);
	if (result == DTAP_LINK_OK)
		result = read_line(attempt, line, &size);
	if (result == DTAP_LINK_OK)
		result = judge(attempt, line, size, tls);
	close(attempt->fd);
	return result;
}

static void
note(struct dtap_probe *probe, const struct addrinfo *info)
{
	getnameinfo(info->ai_addr, info->ai_addrlen, probe->address,
		    sizeof probe->address, NULL, 0, NI_NUMERICHOST);
	probe->is_v6 = info->ai_family == AF_INET6;
	memcpy(&probe->peer, info->ai_addr, info->ai_addrlen);
}

enum dtap_link_result
dtap_probe_server(struct dtap_probe *probe,
		  const struct dtap_uplink_server *server, int wake,
		  const atomic_bool *stop, char why[DTAP_LINK_WHY])
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
				       .ai_flags = AI_ADDRCONFIG};
	struct attempt attempt = {.wake = wake, .stop = stop, .why = why};
	enum dtap_link_result result = DTAP_LINK_RESOLVE;
	struct addrinfo *all, *info;
	int error = getaddrinfo(server->host, server->port, &hints, &all);

	if (error != 0)
		return fail(&attempt, DTAP_LINK_RESOLVE, gai_strerror(error));
	for (info = all; info != NULL; info = info->ai_next) {
		result = try_address(&attempt, info, server->tls);
		if (result == DTAP_LINK_OK || result == DTAP_LINK_CANCELLED)
			break;
	}
	if (result == DTAP_LINK_OK)
		note(probe, info);
	freeaddrinfo(all);
	return result;
}

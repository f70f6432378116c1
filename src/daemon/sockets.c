/* SPDX-License-Identifier: MIT */
#include "daemon/sockets.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/net.h"

#define FIRST 3 /* as sd_listen_fds(3) says */
#define PCAP  "pcap-"

static int
get_option(int fd, int option)
{
	int value = -1;
	socklen_t size = sizeof value;

	return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value
								      : -1;
}

/* False: it is not a listening stream socket of a kind that we know. */
static bool
describe(struct dtap_socket *out, int fd)
{
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof address;

	out->fd = fd;
	if (get_option(fd, SO_TYPE) != SOCK_STREAM ||
	    get_option(fd, SO_ACCEPTCONN) != 1 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		return false;
	out->is_unix = address.ss_family == AF_UNIX;
	if (!out->is_unix && address.ss_family != AF_INET &&
	    address.ss_family != AF_INET6)
		return false;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	return out->is_unix || dtap_net_local_address(fd, out->address,
						      sizeof out->address) == 0;
}

/* The next of the names, which have a ':' between; what is too long is cut. */
static void
take_name(char out[32], const char **names)
{
	size_t size = strcspn(*names, ":");

	snprintf(out, 32, "%.*s", (int)size, *names);
	*names += size;
	*names += **names == ':';
}

/* How many descriptors are for this process. */
static long
passed(void)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");

	if (pid == NULL || count == NULL ||
	    strtol(pid, NULL, 10) != (long)getpid())
		return 0;
	return strtol(count, NULL, 10);
}

bool
dtap_sockets_receive(struct dtap_sockets *out, char why[256])
{
	long count = passed();
	const char *names = getenv("LISTEN_FDNAMES");
	bool good = count <= DTAP_SOCKETS_MAX;

	*out = (struct dtap_sockets){0};
	snprintf(why, 256, "systemd passes %ld sockets, more than %d", count,
		 DTAP_SOCKETS_MAX);
	if (names == NULL)
		names = "";
	for (long i = 0; good && i < count; i++) {
		struct dtap_socket *socket = &out->sockets[out->count++];

		take_name(socket->name, &names);
		good = describe(socket, FIRST + (int)i);
		snprintf(why, 256,
			 "systemd passes \"%s\", which is not a listening "
			 "stream socket",
			 socket->name);
	}
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return good;
}

void
dtap_sockets_close(struct dtap_sockets *sockets)
{
	for (size_t i = 0; i < sockets->count; i++)
		if (sockets->sockets[i].fd >= 0)
			close(dtap_socket_take(&sockets->sockets[i]));
}

static bool
is_pcap(const struct dtap_socket *socket)
{
	return strncmp(socket->name, PCAP, strlen(PCAP)) == 0;
}

struct dtap_socket *
dtap_sockets_http(struct dtap_sockets *sockets, bool is_unix)
{
	for (size_t i = 0; i < sockets->count; i++) {
		struct dtap_socket *socket = &sockets->sockets[i];

		if (socket->fd >= 0 && !is_pcap(socket) &&
		    socket->is_unix == is_unix)
			return socket;
	}
	return NULL;
}

struct dtap_socket *
dtap_sockets_pcap(struct dtap_sockets *sockets, const char *tap)
{
	for (size_t i = 0; i < sockets->count; i++) {
		struct dtap_socket *socket = &sockets->sockets[i];

		if (socket->fd >= 0 && is_pcap(socket) &&
		    strcmp(socket->name + strlen(PCAP), tap) == 0)
			return socket;
	}
	return NULL;
}

int
dtap_socket_take(struct dtap_socket *socket)
{
	int fd = socket->fd;

	socket->fd = -1;
	return fd;
}

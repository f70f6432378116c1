/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#define PACKET_MAX 65536
#define HEAD       (DTAP_CONTAINER_HEADER + 4)

struct router {
	struct dtap_source source; /* first: what the tap knows */
	char *name;
	int fd; /* from open to close */
	uint8_t packet[PACKET_MAX];
};

static struct router *
router_of(struct dtap_source *source)
{
	return (struct router *)source;
}

/* The whole address is significant, with the zeros after the name. */
static int
connect_to(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0 ||
	    connect(fd, (const struct sockaddr *)address, sizeof *address) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/*
 * "@diag" is the abstract name "diag", padded with zeros, as in diag-router
 * from 2026 on.  Before, its name was zeros only.
 */
static int
router_open(struct dtap_source *source)
{
	struct router *router = router_of(source);
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	bool abstract = router->name[0] == '@';

	memcpy(address.sun_path + abstract, router->name + abstract,
	       strlen(router->name + abstract));
	router->fd = connect_to(&address);
	if (router->fd < 0 && abstract && errno == ECONNREFUSED) {
		memset(address.sun_path, 0, sizeof address.sun_path);
		router->fd = connect_to(&address);
	}
	if (router->fd < 0)
		dtap_source_explain(source, "Cannot connect to %s: %s.%s",
				    router->name, strerror(errno),
				    errno == ECONNREFUSED || errno == ENOENT
					    ? " Check that diag-router runs, "
					      "or set diag.socket."
					    : "");
	if (router->fd < 0)
		return -1;
	source->session++;
	return 0;
}

/* The diag-router speaks packets without HDLC, and has one modem. */
static int
router_write(struct dtap_source *source, const uint8_t *request, size_t size)
{
	struct router *router = router_of(source);
	size_t length;

	/* The packet of the reader is free between two reads. */
	if (size - 5 > sizeof router->packet ||
	    !dtap_hdlc_decode(router->packet, &length, request + 4, size - 5)) {
		errno = EINVAL;
		return -1;
	}
	if (send(router->fd, router->packet, length,
		 MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
		return 0;
	if (errno == EINTR)
		errno = EAGAIN;
	return -1;
}

/* A packet as the only message of a container, framed as the driver does it. */
static ssize_t
packet_to_container(const struct router *router, size_t size, uint8_t *out)
{
	size_t frame = dtap_hdlc_encode(out + HEAD, router->packet, size);

	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, 1);
	dtap_put32(out + DTAP_CONTAINER_HEADER, (uint32_t)frame);
	return (ssize_t)(HEAD + frame);
}

static ssize_t
router_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct router *router = router_of(source);
	ssize_t got = recv(router->fd, router->packet, sizeof router->packet,
			   MSG_TRUNC);

	(void)size;
	if (got > 0 && (size_t)got <= sizeof router->packet)
		return packet_to_container(router, (size_t)got, buffer);
	if (got < 0 && errno == EINTR)
		return 0;
	if (got > 0)
		errno = EMSGSIZE;
	dtap_source_explain(source, "%s.",
			    got == 0 ? "The diag-router closed the connection"
				     : strerror(errno));
	if (got == 0)
		errno = EPIPE;
	return -1;
}

static void
router_close(struct dtap_source *source)
{
	source->session++;
	close(router_of(source)->fd);
}

static void
router_free(struct dtap_source *source)
{
	free(router_of(source)->name);
	free(source);
}

struct dtap_source *
dtap_unix_new(const char *name)
{
	static const struct dtap_source_ops ops = {
		.open = router_open,
		.read = router_read,
		.write = router_write,
		.close = router_close,
		.free = router_free,
	};
	struct router *router = calloc(1, sizeof *router);
	struct sockaddr_un address;

	if (router == NULL)
		return NULL;
	router->name = strdup(name);
	if (router->name == NULL || strlen(name) >= sizeof address.sun_path) {
		errno = router->name == NULL ? ENOMEM : ENAMETOOLONG;
		router_free(&router->source);
		return NULL;
	}
	router->source = (struct dtap_source){
		.ops = &ops,
		.type = "unix",
		.where = router->name,
		.buffer_size = HEAD + DTAP_HDLC_ROOM(PACKET_MAX),
	};
	return &router->source;
}

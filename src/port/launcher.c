/* SPDX-License-Identifier: MIT */
/*
 * Connections at the SEQPACKET socket.  The first packet says whether it is a
 * DIAG program, which becomes a client, or a launcher, which brings one
 * (launch_protocol.h).  Every byte is checked.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "base/clock.h"
#include "port/port_private.h"

#define HEAD       DTAP_LAUNCH_HEAD
#define AT_VERSION 8
#define AT_TYPE    9
#define ATTACH     (HEAD + 4 + DTAP_LAUNCH_NAME) /* bytes before the masks */
#define LSM_DEINIT 9

static bool
is_launch(const uint8_t *data, size_t size)
{
	return size >= HEAD && memcmp(data, DTAP_LAUNCH_MAGIC, 8) == 0;
}

static void
put_head(uint8_t *out, enum dtap_launch_type type)
{
	memcpy(out, DTAP_LAUNCH_MAGIC, 8);
	out[AT_VERSION] = DTAP_LAUNCH_VERSION;
	out[AT_TYPE] = (uint8_t)type;
	dtap_put16(out + 10, 0);
}

static void
answer(struct dtap_launcher *launcher, enum dtap_launch_type type,
       uint32_t value)
{
	uint8_t out[HEAD + 4];

	put_head(out, type);
	dtap_put32(out + HEAD, value);
	if (send(launcher->watch.fd, out, sizeof out,
		 MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		launcher->doomed = true;
}

static void
refuse(struct dtap_launcher *launcher, int error)
{
	answer(launcher, DTAP_LAUNCH_REFUSED, (uint32_t)error);
	launcher->doomed = true;
}

/* A SEQPACKET socket, as the program's; -1: it is none. */
static bool
is_right(int fd)
{
	int type = 0, domain = 0;
	socklen_t size = sizeof type;

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
	       getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
	       type == SOCK_SEQPACKET && domain == AF_UNIX;
}

static void
attach(struct dtap_port *port, struct dtap_launcher *launcher,
       const uint8_t *data, size_t size, int fd)
{
	int64_t now = dtap_clock_now();
	struct dtap_masks masks;
	char name[64], program[DTAP_LAUNCH_NAME + 1] = "";
	struct dtap_port_client *client;

	memcpy(program, data + HEAD + 4, DTAP_LAUNCH_NAME);
	dtap_process_name(name, program, (pid_t)dtap_get32(data + HEAD));
	client = dtap_client_new(port, DTAP_WAY_RUN, fd, name);
	if (client == NULL) {
		refuse(launcher, EBUSY);
		return;
	}
	dtap_masks_init(&masks);
	if (size > ATTACH)
		dtap_masks_restore(&masks, data + ATTACH, size - ATTACH);
	client->launcher = launcher;
	launcher->client = client;
	if (dtap_client_attach(port, client, &masks, now))
		answer(launcher, DTAP_LAUNCH_ATTACHED, client->number);
	else
		refuse(launcher, ENOMEM);
	dtap_masks_clear(&masks);
}

/* The driver ends the reads of a program that asks for it with this. */
static void
deinit(struct dtap_port_client *client)
{
	uint8_t container[4];

	dtap_put32(container, DTAP_DEINIT);
	if (!dtap_output_notice(&client->output, container, sizeof container))
		dtap_client_doom(client);
}

/* Takes over the descriptor, if there is one. */
static void
take_launch(struct dtap_port *port, struct dtap_launcher *launcher,
	    const uint8_t *data, size_t size, int fd)
{
	bool first = launcher->client == NULL;

	if (data[AT_VERSION] != DTAP_LAUNCH_VERSION) {
		refuse(launcher, EPROTO);
	} else if (data[AT_TYPE] == DTAP_LAUNCH_ATTACH && size >= ATTACH &&
		   first && fd >= 0 && is_right(fd)) {
		attach(port, launcher, data, size, fd);
		return;
	} else if (data[AT_TYPE] == DTAP_LAUNCH_ATTACH) {
		refuse(launcher, EINVAL);
	} else if (data[AT_TYPE] == DTAP_LAUNCH_IOCTL && size >= HEAD + 8 &&
		   !first && dtap_get32(data + HEAD) == LSM_DEINIT) {
		deinit(launcher->client);
	}
	if (fd >= 0)
		close(fd);
}

/* The connection becomes a client. */
static void
become_client(struct dtap_port *port, struct dtap_launcher *launcher,
	      const uint8_t *data, size_t size)
{
	int64_t now = dtap_clock_now();
	struct dtap_port_client *client;
	char name[64];

	dtap_watch_set(port, &launcher->watch, 0);
	dtap_process_name(name, NULL, launcher->pid);
	client = dtap_client_new(port, DTAP_WAY_SOCKET, launcher->watch.fd,
				 name);
	launcher->watch.fd = -1;
	launcher->doomed = true;
	if (client != NULL && dtap_client_attach(port, client, NULL, now))
		dtap_client_read_container(port, client, data, size, now);
}

/* The one descriptor that came with a packet; others are closed. */
static int
descriptor_of(struct msghdr *message)
{
	int fd = -1, more;

	for (struct cmsghdr *at = CMSG_FIRSTHDR(message); at != NULL;
	     at = CMSG_NXTHDR(message, at)) {
		size_t count = (at->cmsg_len - CMSG_LEN(0)) / sizeof fd;

		if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			memcpy(&more, CMSG_DATA(at) + i * sizeof more,
			       sizeof more);
			if (fd >= 0)
				close(more);
			else
				fd = more;
		}
	}
	return fd;
}

static void
launcher_ready(struct dtap_port *port, struct dtap_watch *watch,
	       uint32_t events)
{
	struct dtap_launcher *launcher = (struct dtap_launcher *)watch;
	static const size_t room = DTAP_LAUNCH_MAX;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))];
	uint8_t data[DTAP_LAUNCH_MAX];
	struct iovec iov = {data, room};
	struct msghdr message = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control,
	};
	ssize_t size;
	int fd;

	if (launcher->doomed)
		return;
	size = recvmsg(watch->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (size < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	fd = size >= 0 ? descriptor_of(&message) : -1;
	if (size > 0 && is_launch(data, (size_t)size)) {
		take_launch(port, launcher, data, (size_t)size, fd);
		return;
	}
	if (fd >= 0)
		close(fd);
	if (size > 0 && launcher->client == NULL)
		become_client(port, launcher, data, (size_t)size);
	else if (size < 0 || (events & (EPOLLHUP | EPOLLRDHUP)) != 0)
		launcher->doomed = true;
}

/* Takes over the descriptor. */
void
dtap_launcher_new(struct dtap_port *port, int fd, pid_t pid)
{
	struct dtap_launcher *launcher = NULL;

	if (port->launcher_count < 2 * port->options.max_clients)
		launcher = calloc(1, sizeof *launcher);
	if (launcher == NULL) {
		close(fd);
		port->past.refused_connections++;
		return;
	}
	launcher->watch.fd = fd;
	launcher->watch.ready = launcher_ready;
	launcher->pid = pid;
	launcher->next = port->launchers;
	port->launchers = launcher;
	port->launcher_count++;
	if (dtap_watch_set(port, &launcher->watch, EPOLLIN | EPOLLRDHUP) < 0)
		launcher->doomed = true;
}

/* What does not fit into the socket is sent when it is written to again. */
static void
send_masks(struct dtap_port *port, struct dtap_launcher *launcher)
{
	uint8_t out[HEAD + DTAP_MASKS_SAVED_MAX];
	size_t size;

	put_head(out, DTAP_LAUNCH_MASKS);
	size = HEAD + dtap_masks_save(dtap_arbiter_masks(
					      port->arbiter,
					      (unsigned)launcher->client->slot),
				      out + HEAD);
	if (send(launcher->watch.fd, out, size, MSG_DONTWAIT | MSG_NOSIGNAL) >=
	    0)
		launcher->owes_masks = false;
	else if (errno != EAGAIN)
		launcher->doomed = true;
}

void
dtap_launchers_send(struct dtap_port *port)
{
	for (struct dtap_launcher *at = port->launchers; at != NULL;
	     at = at->next) {
		uint32_t events = EPOLLIN | EPOLLRDHUP;

		if (at->doomed)
			continue;
		if (at->owes_masks && at->client != NULL)
			send_masks(port, at);
		if (at->owes_masks && at->client != NULL)
			events |= EPOLLOUT;
		if (!at->doomed)
			dtap_watch_set(port, &at->watch, events);
	}
}

void
dtap_launchers_sweep(struct dtap_port *port, bool all)
{
	struct dtap_launcher **at = &port->launchers;

	while (*at != NULL) {
		struct dtap_launcher *launcher = *at;

		if (!launcher->doomed && !all) {
			at = &launcher->next;
			continue;
		}
		*at = launcher->next;
		if (launcher->client != NULL)
			launcher->client->launcher = NULL;
		dtap_watch_set(port, &launcher->watch, 0);
		if (launcher->watch.fd >= 0)
			close(launcher->watch.fd);
		port->launcher_count--;
		free(launcher);
	}
}

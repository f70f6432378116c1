/* SPDX-License-Identifier: MIT */
/*
 * fake_port SOCKET [OPTION=NUMBER]...
 *
 * The daemon's side of src/port/launch_protocol.h, without a daemon: it
 * attaches each launcher, and serves what is attached.  SOCKET is a path or
 * @NAME.  It prints a line for all that happens.
 *
 *   containers=COUNT  sent after the first request of each client, 0
 *   size=BYTES        of each of these, 64
 *   greet=COUNT       sent when a client is attached, 0
 *   refuse=ERRNO      to each launcher instead
 *   mute=1            launchers are not answered
 *   garbage=1         launchers are answered with rubbish
 *
 * A request with log masks (operation 3) makes it send MASKS: its text.
 */
#include <dtap/bytes.h>

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "launcher/address.h"
#include "port/launch_protocol.h"

#define CLIENTS 16
#define PACKET  65536

struct client {
	int launcher, device; /* -1: it has gone */
	int number;
	long to_send;
	bool sends; /* now */
};

struct port {
	int listener;
	long containers, size, greet, refuse, mute, garbage;
	struct client clients[CLIENTS];
	int count, attached;
};

static const struct {
	const char *name;
	size_t at;
} numbers[] = {
	{"containers=", offsetof(struct port, containers)},
	{"size=", offsetof(struct port, size)},
	{"greet=", offsetof(struct port, greet)},
	{"refuse=", offsetof(struct port, refuse)},
	{"mute=", offsetof(struct port, mute)},
	{"garbage=", offsetof(struct port, garbage)},
};

static bool
read_option(struct port *port, const char *text)
{
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		size_t size = strlen(numbers[i].name);

		if (strncmp(text, numbers[i].name, size) != 0)
			continue;
		*(long *)(void *)((char *)port + numbers[i].at) =
			atol(text + size);
		return true;
	}
	return false;
}

/* A packet to the launcher. */
static void
tell(int fd, enum dtap_launch_type type, const void *data, size_t size)
{
	uint8_t out[DTAP_LAUNCH_MAX] = DTAP_LAUNCH_MAGIC;

	out[8] = DTAP_LAUNCH_VERSION;
	out[9] = (uint8_t)type;
	memcpy(out + DTAP_LAUNCH_HEAD, data, size);
	send(fd, out, DTAP_LAUNCH_HEAD + size, MSG_NOSIGNAL);
}

static void
attach(struct port *port, struct client *client, const uint8_t *data,
       size_t size, int device)
{
	uint8_t value[4];

	printf("attach: %.16s, masks \"%.*s\"\n", data + 16, (int)(size - 32),
	       data + 32);
	client->device = device;
	client->sends = port->greet > 0;
	client->to_send = port->greet > 0 ? port->greet : port->containers;
	if (port->mute)
		return;
	if (port->garbage) {
		send(client->launcher, "garbage", 7, MSG_NOSIGNAL);
		return;
	}
	dtap_put32(value, port->refuse != 0 ? (uint32_t)port->refuse
					    : (uint32_t)client->number);
	tell(client->launcher,
	     port->refuse != 0 ? DTAP_LAUNCH_REFUSED : DTAP_LAUNCH_ATTACHED,
	     value, 4);
	if (port->refuse != 0) {
		close(device);
		client->device = -1;
	}
}

static void
serve_launcher(struct port *port, struct client *client)
{
	static uint8_t data[PACKET];
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec io = {data, sizeof data};
	struct msghdr message = {.msg_iov = &io,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = sizeof control};
	ssize_t got = recvmsg(client->launcher, &message, MSG_CMSG_CLOEXEC);
	int device = -1;

	if (got <= 0) {
		printf("launcher of client %d has gone\n", client->number);
		close(client->launcher);
		client->launcher = -1;
		return;
	}
	if (got >= 32 && data[9] == DTAP_LAUNCH_ATTACH &&
	    CMSG_FIRSTHDR(&message) != NULL) {
		memcpy(&device, CMSG_DATA(&control.head), sizeof device);
		attach(port, client, data, (size_t)got, device);
	} else if (got == 20 && data[9] == DTAP_LAUNCH_IOCTL) {
		printf("ioctl: %u, %u\n", dtap_get32(data + 12),
		       dtap_get32(data + 16));
	} else {
		printf("not of the protocol: %zd bytes\n", got);
	}
}

/* A container with one message, which begins with `opcode`. */
static bool
send_container(struct client *client, uint8_t opcode, size_t size)
{
	static uint8_t data[PACKET];

	dtap_put32(data, 0x20);
	dtap_put32(data + 4, 1);
	dtap_put32(data + 8, (uint32_t)size - 12);
	data[12] = opcode;
	return send(client->device, data, size, MSG_NOSIGNAL | MSG_DONTWAIT) ==
	       (ssize_t)size;
}

static void
serve_client(struct port *port, struct client *client)
{
	static uint8_t data[PACKET];
	ssize_t got = recv(client->device, data, sizeof data, 0);

	if (got <= 0) {
		printf("client %d has gone, %ld containers were left\n",
		       client->number, client->to_send);
		close(client->device);
		client->device = -1;
		return;
	}
	printf("request: %zd bytes, operation %u\n", got,
	       got > 8 ? (unsigned)data[8] : 0u);
	client->sends = true;
	if (got > 12 && data[8] == 3)
		tell(client->launcher, DTAP_LAUNCH_MASKS, data + 12,
		     (size_t)got - 12);
	send_container(client, 0x73, (size_t)port->size);
}

/* A place of which both ends have gone, or a new one; NULL: all are taken. */
static struct client *
find_place(struct port *port)
{
	for (int i = 0; i < port->count; i++)
		if (port->clients[i].launcher < 0 &&
		    port->clients[i].device < 0)
			return &port->clients[i];
	return port->count < CLIENTS ? &port->clients[port->count++] : NULL;
}

static void
accept_launcher(struct port *port)
{
	int fd = accept(port->listener, NULL, NULL);
	struct client *client = fd < 0 ? NULL : find_place(port);

	if (client != NULL)
		*client = (struct client){.launcher = fd,
					  .device = -1,
					  .number = ++port->attached};
	else if (fd >= 0)
		close(fd);
}

static void
serve(struct port *port, struct client *client, const struct pollfd polled[2])
{
	if (polled[0].revents != 0)
		serve_launcher(port, client);
	if (polled[1].revents & (POLLIN | POLLHUP))
		serve_client(port, client);
	if (client->device >= 0 && client->sends)
		while (client->to_send > 0 &&
		       send_container(client, 0x10, (size_t)port->size))
			client->to_send--;
}

static void
run(struct port *port)
{
	struct pollfd polled[1 + 2 * CLIENTS];

	for (;;) {
		fflush(stdout);
		polled[0] = (struct pollfd){port->listener, POLLIN, 0};
		for (int i = 0; i < port->count; i++) {
			struct client *client = &port->clients[i];
			bool more = client->sends && client->to_send > 0;

			polled[1 + 2 * i] =
				(struct pollfd){client->launcher, POLLIN, 0};
			polled[2 + 2 * i] = (struct pollfd){
				client->device,
				(short)(POLLIN | (more ? POLLOUT : 0)), 0};
		}
		if (poll(polled, 1 + 2 * (nfds_t)port->count, -1) < 0)
			return;
		for (int i = 0; i < port->count; i++)
			serve(port, &port->clients[i], polled + 1 + 2 * i);
		if (polled[0].revents != 0)
			accept_launcher(port);
	}
}

int
main(int argc, char **argv)
{
	struct port port = {.size = 64};
	struct dtap_address address;

	if (argc < 2 || !dtap_address_read(&address, argv[1]))
		return 2;
	for (int i = 2; i < argc; i++)
		if (!read_option(&port, argv[i]))
			return 2;
	if (argv[1][0] != '@')
		unlink(argv[1]);
	port.listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (bind(port.listener, (struct sockaddr *)&address.un, address.size) <
		    0 ||
	    listen(port.listener, CLIENTS) < 0) {
		perror(argv[1]);
		return 1;
	}
	printf("listening\n");
	run(&port);
	return 1;
}

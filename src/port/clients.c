/* SPDX-License-Identifier: MIT */
/* Who is attached to the port. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "port/port_private.h"

#define READ_PACKET 16384
#define READ_STREAM 1024 /* of a turn: what is in it must not take long */

static void
say(struct dtap_port *port, const struct dtap_port_client *client,
    const char *what)
{
	if (dtap_port_may_say(port))
		dtap_log(port->options.log, DTAP_NOTICE,
			 "port: client %u (%s) %s", client->number,
			 client->name, what);
}

/* Of a connection that has not attached, and so has no number. */
static void
say_web(struct dtap_port *port, const struct dtap_port_client *client)
{
	if (dtap_port_may_say(port))
		dtap_log(port->options.log, DTAP_NOTICE,
			 "port: a connection of %s is refused: it speaks HTTP "
			 "or TLS, and this port speaks DIAG",
			 client->name);
}

static bool
is_full(struct dtap_port *port)
{
	bool full = port->client_count >= port->options.max_clients;

	if (full) {
		port->past.refused_connections++;
		if (!port->crowded)
			dtap_log(port->options.log, DTAP_WARNING,
				 "port: a client is refused, because there are "
				 "%u already (port.max_clients)",
				 port->client_count);
	}
	port->crowded = full;
	return full;
}

static void client_ready(struct dtap_port *port, struct dtap_watch *watch,
			 uint32_t events);

/* Takes over the descriptor, also if there is no place. */
struct dtap_port_client *
dtap_client_new(struct dtap_port *port, enum dtap_way way, int fd,
		const char *name)
{
	struct dtap_port_client *client =
		is_full(port) ? NULL : calloc(1, sizeof *client);

	if (client == NULL) {
		if (way != DTAP_WAY_TTY)
			close(fd);
		return NULL;
	}
	client->watch.fd = fd;
	client->watch.ready = client_ready;
	client->way = way;
	client->slot = -1;
	client->output.containers =
		way == DTAP_WAY_SOCKET || way == DTAP_WAY_RUN;
	strncpy(client->name, name, sizeof client->name - 1);
	client->next = port->clients;
	port->clients = client;
	port->client_count++;
	return client;
}

void
dtap_client_doom(struct dtap_port_client *client)
{
	client->doomed = true;
}

bool
dtap_client_attach(struct dtap_port *port, struct dtap_port_client *client,
		   const struct dtap_masks *masks, int64_t now)
{
	client->number = ++port->last_number;
	client->since = client->asked = client->moved = now;
	client->quiet = client->new_masks = true;
	client->slot =
		dtap_arbiter_attach(port->arbiter, client->number, masks, now);
	if (client->slot < 0) {
		dtap_log(port->options.log, DTAP_WARNING,
			 "port: %s cannot attach: %s", client->name,
			 strerror(errno));
		dtap_client_doom(client);
		return false;
	}
	port->by_slot[client->slot] = client;
	port->past.attached++;
	say(port, client, "attaches");
	dtap_port_modem_settle(port, now);
	return true;
}

/* A request, from within the bytes of a client. */
struct asking {
	struct dtap_port *port;
	struct dtap_port_client *client;
	int64_t now;
};

static void
take_request(void *arg, const uint8_t *packet, size_t size)
{
	const struct asking *asking = arg;
	struct dtap_port_client *client = asking->client;

	if (client->doomed)
		return;
	dtap_client_asked(client, asking->now);
	dtap_arbiter_request(asking->port->arbiter, (unsigned)client->slot,
			     packet, size, asking->now);
	dtap_port_modem_settle(asking->port, asking->now);
}

void
dtap_client_read_container(struct dtap_port *port,
			   struct dtap_port_client *client, const uint8_t *data,
			   size_t size, int64_t now)
{
	struct asking asking = {port, client, now};

	dtap_request_reader_container(&client->reader, data, size, take_request,
				      &asking);
}

static void
take_frames(struct dtap_port *port, struct dtap_port_client *client,
	    const uint8_t *data, size_t size, int64_t now)
{
	struct asking asking = {port, client, now};

	dtap_request_reader_hdlc(&client->reader, data, size, take_request,
				 &asking);
}

static void
refuse_web(struct dtap_port *port, struct dtap_port_client *client)
{
	port->past.refused_connections++;
	say_web(port, client);
	dtap_client_doom(client);
}

/*
 * The first bytes of a TCP connection say whether it is one of a web page.
 * Until they have, it is no client; but for frames of text alone, whose sender
 * waits for the reply.
 */
static void
take_first(struct dtap_port *port, struct dtap_port_client *client,
	   const uint8_t *data, size_t size, int64_t now)
{
	switch (dtap_first_bytes(&client->first, data, size)) {
	case DTAP_FIRST_WEB:
		refuse_web(port, client);
		return;
	case DTAP_FIRST_DIAG:
		client->is_diag = true;
		break;
	case DTAP_FIRST_UNSURE:
		break;
	}
	if (client->slot < 0 &&
	    (client->is_diag || memchr(data, DTAP_HDLC_FLAG, size) != NULL) &&
	    !dtap_client_attach(port, client, NULL, now))
		return;
	take_frames(port, client, data, size, now);
}

static void
take_bytes(struct dtap_port *port, struct dtap_port_client *client,
	   const uint8_t *data, size_t size, int64_t now)
{
	if (client->output.containers)
		dtap_client_read_container(port, client, data, size, now);
	else if (client->way == DTAP_WAY_TCP && !client->is_diag)
		take_first(port, client, data, size, now);
	else
		take_frames(port, client, data, size, now);
}

/* Of a SEQPACKET socket 0 is an empty packet too: the event says the end. */
static void
client_ready(struct dtap_port *port, struct dtap_watch *watch, uint32_t events)
{
	struct dtap_port_client *client = (struct dtap_port_client *)watch;
	uint8_t data[READ_PACKET];
	size_t most = client->output.containers ? READ_PACKET : READ_STREAM;
	ssize_t size;

	if (client->doomed)
		return;
	if (events & EPOLLOUT)
		client->blocked = false;
	if ((events & ~(uint32_t)EPOLLOUT) == 0)
		return;
	size = client->tty != NULL ? read(watch->fd, data, most)
				   : recv(watch->fd, data, most, MSG_DONTWAIT);
	if (size > 0)
		take_bytes(port, client, data, (size_t)size, dtap_clock_now());
	else if (size == 0 ? !client->output.containers ||
				     (events & (EPOLLHUP | EPOLLRDHUP)) != 0
			   : errno != EAGAIN && errno != EINTR)
		dtap_client_doom(client);
}

static void
add_counts(struct dtap_port *port, const struct dtap_port_client *client)
{
	struct dtap_port_status *past = &port->past;
	struct dtap_arbiter_counts counts;

	dtap_arbiter_counts(port->arbiter, (unsigned)client->slot, &counts);
	past->requests += counts.requests;
	past->refused += counts.refused;
	past->replies += counts.replies;
	past->timeouts += counts.timeouts;
	past->frames += client->output.frames;
	past->bytes += client->output.bytes;
	past->lost_frames += client->output.lost_frames;
	past->lost_bytes += client->output.lost_bytes;
}

static void
detach(struct dtap_port *port, struct dtap_port_client *client, int64_t now)
{
	if (client->slot < 0)
		return;
	add_counts(port, client);
	dtap_arbiter_detach(port->arbiter, (unsigned)client->slot, now);
	port->by_slot[client->slot] = NULL;
	say(port, client, "is detached");
}

static void
leave(struct dtap_port *port, struct dtap_port_client *client, int64_t now)
{
	detach(port, client, now);
	dtap_watch_set(port, &client->watch, 0);
	if (client->launcher != NULL)
		client->launcher->client = NULL;
	if (client->tty != NULL)
		dtap_tty_left(client->tty);
	else
		close(client->watch.fd);
	dtap_output_clear(&client->output);
	port->client_count--;
	free(client);
}

/* True: one has left. */
static bool
sweep(struct dtap_port *port, int64_t now)
{
	struct dtap_port_client **at = &port->clients;
	bool left = false;

	while (*at != NULL) {
		struct dtap_port_client *client = *at;

		if (client->doomed) {
			*at = client->next;
			leave(port, client, now);
			left = true;
		} else {
			at = &client->next;
		}
	}
	return left;
}

void
dtap_clients_sweep(struct dtap_port *port, int64_t now)
{
	/* There is room for who has a pty open and waits. */
	while (sweep(port, now) && !atomic_load(&port->stopping) &&
	       dtap_ttys_look(port))
		continue;
	dtap_port_modem_settle(port, now);
}

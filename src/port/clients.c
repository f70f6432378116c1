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

#define READ_SIZE   16384
#define LINES       20 /* in the log, in a period */
#define LINE_PERIOD (10 * DTAP_NS_PER_S)

static void
say(struct dtap_port *port, const struct dtap_port_client *client,
    const char *what)
{
	port->lines.most = LINES;
	port->lines.period = LINE_PERIOD;
	if (dtap_rate_limit_pass(&port->lines, dtap_clock_now()))
		dtap_log(port->options.log, DTAP_NOTICE,
			 "port: client %u (%s) %s", client->number,
			 client->name, what);
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

/* The first bytes of a TCP connection say whether it is one of a web page. */
static void
take_first(struct dtap_port *port, struct dtap_port_client *client,
	   const uint8_t *data, size_t size, int64_t now)
{
	size_t room = sizeof client->first - client->first_size;
	size_t part = size < room ? size : room;

	memcpy(client->first + client->first_size, data, part);
	client->first_size += part;
	switch (dtap_first_bytes(client->first, client->first_size)) {
	case DTAP_FIRST_UNSURE:
		return;
	case DTAP_FIRST_WEB:
		port->past.refused_connections++;
		say(port, client, "is refused: it speaks HTTP or TLS");
		dtap_client_doom(client);
		return;
	case DTAP_FIRST_DIAG:
		if (!dtap_client_attach(port, client, NULL, now))
			return;
		take_frames(port, client, client->first, client->first_size,
			    now);
		take_frames(port, client, data + part, size - part, now);
	}
}

static void
take_bytes(struct dtap_port *port, struct dtap_port_client *client,
	   const uint8_t *data, size_t size, int64_t now)
{
	if (client->output.containers)
		dtap_client_read_container(port, client, data, size, now);
	else if (client->slot < 0)
		take_first(port, client, data, size, now);
	else
		take_frames(port, client, data, size, now);
}

/* Of a SEQPACKET socket 0 is an empty packet too: the event says the end. */
static void
client_ready(struct dtap_port *port, struct dtap_watch *watch, uint32_t events)
{
	struct dtap_port_client *client = (struct dtap_port_client *)watch;
	uint8_t data[READ_SIZE];
	ssize_t size;

	if (client->doomed)
		return;
	if (events & EPOLLOUT)
		client->blocked = false;
	if ((events & ~(uint32_t)EPOLLOUT) == 0)
		return;
	size = client->tty != NULL
		       ? read(watch->fd, data, sizeof data)
		       : recv(watch->fd, data, sizeof data, MSG_DONTWAIT);
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
		dtap_tty_left(port, client->tty);
	else
		close(client->watch.fd);
	dtap_output_clear(&client->output);
	port->client_count--;
	free(client);
}

void
dtap_clients_sweep(struct dtap_port *port, int64_t now)
{
	struct dtap_port_client **at = &port->clients;

	while (*at != NULL) {
		struct dtap_port_client *client = *at;

		if (client->doomed) {
			*at = client->next;
			leave(port, client, now);
		} else {
			at = &client->next;
		}
	}
	dtap_port_modem_settle(port, now);
}

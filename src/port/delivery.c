/* SPDX-License-Identifier: MIT */
/* What is sent to the clients of the port, and when. */
#include <errno.h>
#include <inttypes.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "port/port_private.h"

/*
 * Traffic is held for a client until it has asked nothing for so long: some
 * take the first read after a request for the reply.  scat, which has a serial
 * port, reads for 0.5 s.
 */
#define QUIET_CONTAINERS (250 * DTAP_NS_PER_MS)
#define QUIET_HDLC       (600 * DTAP_NS_PER_MS)
#define HOLD_MOST        (5 * DTAP_NS_PER_S)

#define STALL (5 * DTAP_NS_PER_S) /* a replay waits no longer */
#define SENDS 64                  /* of a turn */

static int64_t
quiet_time(const struct dtap_port_client *client)
{
	return client->output.containers ? QUIET_CONTAINERS : QUIET_HDLC;
}

/* A request: from now on traffic is held again, if it was not lately. */
void
dtap_client_asked(struct dtap_port_client *client, int64_t now)
{
	if (now - client->asked >= quiet_time(client)) {
		client->quiet = true;
		client->held = 0;
	}
	client->asked = now;
}

/* False: there is nothing more to send, or the socket is full. */
static bool
send_some(struct dtap_port_client *client, int64_t now)
{
	size_t size;
	const uint8_t *data =
		dtap_output_next(&client->output, client->quiet, &size);
	ssize_t sent;

	if (data == NULL) {
		client->moved = now;
		return false;
	}
	sent = client->tty != NULL ? write(client->watch.fd, data, size)
				   : send(client->watch.fd, data, size,
					  MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0 && errno == EINTR)
		return true;
	if (sent < 0) {
		client->blocked = true;
		if (errno != EAGAIN)
			dtap_client_doom(client);
		return false;
	}
	client->moved = now;
	dtap_output_sent(&client->output, (size_t)sent);
	return true;
}

/* One warning for each time that a client loses something. */
static void
note_loss(struct dtap_port *port, struct dtap_port_client *client)
{
	bool loses = client->output.lost_frames > client->lost_before;

	if (loses && !client->losing)
		dtap_log(port->options.log, DTAP_WARNING,
			 "port: client %u (%s) is too slow: %" PRIu64
			 " frames lost so far",
			 client->number, client->name,
			 client->output.lost_frames);
	client->lost_before = client->output.lost_frames;
	if (loses)
		client->losing = true;
	else if (dtap_output_waiting(&client->output) == 0)
		client->losing = false;
}

static void
serve(struct dtap_port *port, struct dtap_port_client *client, int64_t now)
{
	uint32_t events = EPOLLIN | EPOLLRDHUP;

	for (int i = 0; i < SENDS && !client->blocked && !client->doomed; i++)
		if (!send_some(client, now))
			break;
	note_loss(port, client);
	if (client->blocked)
		events |= EPOLLOUT;
	if (!client->doomed && dtap_watch_set(port, &client->watch, events) < 0)
		dtap_client_doom(client);
}

void
dtap_clients_send(struct dtap_port *port, int64_t now)
{
	for (struct dtap_port_client *client = port->clients; client != NULL;
	     client = client->next)
		if (!client->doomed)
			serve(port, client, now);
}

/* When its quiet time ends, as it looks now. */
static int64_t
quiet_end(const struct dtap_port_client *client)
{
	int64_t end = client->asked + quiet_time(client);

	return client->held > 0 && client->held + HOLD_MOST < end
		       ? client->held + HOLD_MOST
		       : end;
}

static bool
has_masks(const struct dtap_port *port, const struct dtap_port_client *client)
{
	const struct dtap_masks *masks =
		dtap_arbiter_masks(port->arbiter, (unsigned)client->slot);

	return dtap_masks_has_any_log(masks) ||
	       dtap_masks_has_any_event(masks) ||
	       dtap_masks_has_any_message(masks);
}

static void
tick(struct dtap_port *port, struct dtap_port_client *client, int64_t now)
{
	if (client->quiet && client->held == 0 &&
	    dtap_output_waiting(&client->output) > 0)
		client->held = now;
	if (client->quiet && now >= quiet_end(client))
		client->quiet = false;
	/* It counts when it has set all of its masks. */
	if (client->new_masks && !client->quiet) {
		client->counted = has_masks(port, client);
		client->new_masks = false;
	}
}

void
dtap_clients_tick(struct dtap_port *port, int64_t now)
{
	for (struct dtap_port_client *client = port->clients; client != NULL;
	     client = client->next)
		if (client->slot >= 0 && !client->doomed)
			tick(port, client, now);
}

static bool
is_stalled(const struct dtap_port_client *client, int64_t now)
{
	return !client->quiet && now - client->moved >= STALL;
}

bool
dtap_client_may_grow(const struct dtap_port *port,
		     const struct dtap_port_client *client, int64_t now)
{
	return dtap_tap_source(port->options.tap)->lossless &&
	       !is_stalled(client, now);
}

/* Whether the next block is taken.  A lossless replay waits for clients. */
bool
dtap_clients_have_room(const struct dtap_port *port, int64_t now)
{
	if (!dtap_tap_source(port->options.tap)->lossless)
		return true;
	for (const struct dtap_port_client *client = port->clients;
	     client != NULL; client = client->next)
		if (client->slot >= 0 && !client->doomed &&
		    !is_stalled(client, now) &&
		    dtap_output_waiting(&client->output) >= DTAP_OUTPUT_TRAFFIC)
			return false;
	return true;
}

int64_t
dtap_clients_due(const struct dtap_port *port, int64_t now)
{
	bool full = !dtap_clients_have_room(port, now);
	int64_t due = INT64_MAX;

	for (const struct dtap_port_client *client = port->clients;
	     client != NULL; client = client->next) {
		int64_t at = INT64_MAX;

		if (client->slot >= 0 && client->quiet)
			at = quiet_end(client);
		else if (client->slot >= 0 && full && !is_stalled(client, now))
			at = client->moved + STALL;
		due = at < due ? at : due;
	}
	return due;
}

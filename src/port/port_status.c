/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "port/port_private.h"

static const char *const ways[] = {
	[DTAP_WAY_TCP] = "tcp",
	[DTAP_WAY_TTY] = "tty",
	[DTAP_WAY_SOCKET] = "socket",
	[DTAP_WAY_RUN] = "diagtap-run",
};

static void
fill_client(const struct dtap_port *port, const struct dtap_port_client *client,
	    struct dtap_port_client_status *out)
{
	unsigned slot = (unsigned)client->slot;
	const struct dtap_masks *masks =
		dtap_arbiter_masks(port->arbiter, slot);
	struct dtap_arbiter_counts counts;

	dtap_arbiter_counts(port->arbiter, slot, &counts);
	*out = (struct dtap_port_client_status){
		.number = client->number,
		.since = client->since,
		.logs = dtap_masks_count_logs(masks),
		.events = dtap_masks_has_any_event(masks),
		.messages = dtap_masks_has_any_message(masks),
		.quiet = client->quiet,
		.requests = counts.requests,
		.refused = counts.refused,
		.replies = counts.replies,
		.timeouts = counts.timeouts,
		.frames = client->output.frames,
		.bytes = client->output.bytes,
		.lost_frames = client->output.lost_frames,
		.lost_bytes = client->output.lost_bytes,
	};
	snprintf(out->way, sizeof out->way, "%s", ways[client->way]);
	snprintf(out->name, sizeof out->name, "%s", client->name);
}

static void
add(struct dtap_port_status *sum, const struct dtap_port_client_status *client)
{
	sum->clients++;
	sum->requests += client->requests;
	sum->refused += client->refused;
	sum->replies += client->replies;
	sum->timeouts += client->timeouts;
	sum->frames += client->frames;
	sum->bytes += client->bytes;
	sum->lost_frames += client->lost_frames;
	sum->lost_bytes += client->lost_bytes;
}

void
dtap_port_status(struct dtap_port *port, struct dtap_port_status *status)
{
	struct dtap_port_client_status one;
	const struct dtap_masks *modem;

	pthread_mutex_lock(&port->lock);
	*status = port->past;
	status->max_clients = port->options.max_clients;
	status->is_open = port->tcp_watch.fd >= 0 ||
			  port->socket_watch.fd >= 0 ||
			  port->options.ttys > 0;
	for (const struct dtap_port_client *client = port->clients;
	     client != NULL; client = client->next) {
		if (client->slot < 0)
			continue;
		fill_client(port, client, &one);
		add(status, &one);
	}
	modem = dtap_arbiter_union(port->arbiter);
	status->logs = dtap_masks_count_logs(modem);
	status->events = dtap_masks_has_any_event(modem);
	status->messages = dtap_masks_has_any_message(modem);
	pthread_mutex_unlock(&port->lock);
}

unsigned
dtap_port_clients(struct dtap_port *port,
		  struct dtap_port_client_status *clients, unsigned room)
{
	unsigned count = 0;

	pthread_mutex_lock(&port->lock);
	for (const struct dtap_port_client *client = port->clients;
	     client != NULL; client = client->next) {
		if (client->slot < 0)
			continue;
		if (count < room)
			fill_client(port, client, &clients[count]);
		count++;
	}
	pthread_mutex_unlock(&port->lock);
	return count;
}

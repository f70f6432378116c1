/* SPDX-License-Identifier: MIT */
/* The arbiter's way to the modem, real or virtual. */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "port/port_private.h"

/* A signal that was lost is repeated this much later. */
#define POKE_NS (2 * DTAP_NS_PER_MS)

static bool
send_virtual(struct dtap_port *port, const uint8_t *packet, size_t size)
{
	port->answer_size = dtap_virtual_modem_answer(
		port->virtual_modem, packet, size, port->answer);
	return true;
}

/* Before the request is with the reader, all is ready for the reply. */
static bool
send_request(void *arg, uint32_t number, bool remote, const uint8_t *packet,
	     size_t size)
{
	struct dtap_port *port = arg;

	if (port->virtual_modem != NULL)
		return send_virtual(port, packet, size);
	dtap_traffic_subscribe(port);
	dtap_tap_set_prompt(port->options.tap, true);
	port->prompt = true;
	if (dtap_tap_request(port->options.tap, number, packet, size, remote) <
	    0)
		return false;
	port->poke_due = dtap_clock_now() + POKE_NS;
	return true;
}

/* Who asks much at once had no time to read: so it is given some first. */
static bool
queue_reply(struct dtap_port_client *client, const uint8_t *packet, size_t size)
{
	return dtap_output_reply(&client->output, packet, size) ||
	       (dtap_output_is_full(&client->output) &&
		dtap_client_flush(client, dtap_clock_now()));
}

static void
take_reply(void *arg, unsigned slot, const uint8_t *packet, size_t size)
{
	struct dtap_port *port = arg;
	struct dtap_port_client *client = port->by_slot[slot];

	if (client == NULL || client->doomed)
		return;
	dtap_client_asked(client, dtap_clock_now()); /* it may ask more */
	if (queue_reply(client, packet, size))
		return;
	port->past.detached_slow++;
	if (dtap_port_may_say(port))
		dtap_log(port->options.log, DTAP_WARNING,
			 "port: client %u (%s) does not read its replies, and "
			 "is "
			 "detached",
			 client->number, client->name);
	dtap_client_doom(client);
}

static void
masks_changed(void *arg, unsigned slot)
{
	const struct dtap_port *port = arg;
	struct dtap_port_client *client = port->by_slot[slot];

	if (client == NULL)
		return;
	client->new_masks = true;
	if (client->launcher != NULL)
		client->launcher->owes_masks = true;
}

static void
say(void *arg, bool warning, const char *line)
{
	struct dtap_port *port = arg;

	if (dtap_port_may_say(port))
		dtap_log(port->options.log,
			 warning ? DTAP_WARNING : DTAP_NOTICE, "%s", line);
}

const struct dtap_arbiter_ops dtap_port_arbiter_ops = {
	.send = send_request,
	.reply = take_reply,
	.changed = masks_changed,
	.say = say,
};

/* The arbiter may not be called from its callbacks: so answers wait. */
void
dtap_port_modem_settle(struct dtap_port *port, int64_t now)
{
	bool answered = port->answer_size > 0;

	while (port->answer_size > 0) {
		uint8_t answer[DTAP_VIRTUAL_REPLY_MAX];
		size_t size = port->answer_size;

		memcpy(answer, port->answer, size);
		port->answer_size = 0;
		dtap_arbiter_packet(port->arbiter, answer, size, false, now);
	}
	if (answered && port->options.obey != NULL)
		port->options.obey(
			port->options.obey_arg,
			dtap_virtual_modem_masks(port->virtual_modem));
}

/* Another session is a modem that may have forgotten its masks. */
static void
follow_session(struct dtap_port *port, int64_t now)
{
	uint64_t session = dtap_tap_session(port->options.tap);

	if (port->virtual_modem != NULL || session == port->session)
		return;
	if (session % 2 == 1)
		dtap_arbiter_opened(port->arbiter,
				    dtap_tap_source(port->options.tap)->remote,
				    now);
	else
		dtap_arbiter_closed(port->arbiter, now);
	port->session = session;
}

static void
poke(struct dtap_port *port, int64_t now)
{
	if (port->poke_due == 0 || now < port->poke_due)
		return;
	port->poke_due = dtap_tap_poke(port->options.tap) ? now + POKE_NS : 0;
}

static void
follow_own(struct dtap_port *port, int64_t now)
{
	if (!port->own_changed)
		return;
	port->own_changed = false;
	if (dtap_arbiter_set_own(port->arbiter,
				 port->own_set ? &port->own : NULL,
				 port->own_exact, now) < 0)
		dtap_log(port->options.log, DTAP_ERROR,
			 "port: the masks are not changed: %s",
			 strerror(errno));
	dtap_masks_clear(&port->own);
}

void
dtap_port_modem_tick(struct dtap_port *port, int64_t now)
{
	follow_session(port, now);
	follow_own(port, now);
	if (now >= dtap_arbiter_due(port->arbiter))
		dtap_arbiter_tick(port->arbiter, now);
	dtap_port_modem_settle(port, now);
	poke(port, now);
	if (port->prompt && !dtap_arbiter_waits(port->arbiter)) {
		dtap_tap_set_prompt(port->options.tap, false);
		port->prompt = false;
	}
}

int64_t
dtap_port_modem_due(const struct dtap_port *port)
{
	int64_t due = dtap_arbiter_due(port->arbiter);

	return port->poke_due != 0 && port->poke_due < due ? port->poke_due
							   : due;
}

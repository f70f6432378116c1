/* SPDX-License-Identifier: MIT */
/* Requests of clients, in order for each client, in turns over all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/arbiter_private.h"

#define NO_ERROR 0 /* the opcode of no error */

void
dtap_arbiter_reply(struct dtap_arbiter *arbiter, int slot,
		   const uint8_t *packet, size_t size)
{
	if (slot == NOBODY || slot == OWN)
		return;
	arbiter->clients[slot]->counts.replies++;
	arbiter->ops->reply(arbiter->arg, (unsigned)slot, packet, size);
}

void
dtap_arbiter_error(struct dtap_arbiter *arbiter, int slot, uint8_t opcode,
		   const uint8_t *packet, size_t size)
{
	uint8_t error[1 + DTAP_ARBITER_REQUEST];

	size = size < DTAP_ARBITER_REQUEST ? size : DTAP_ARBITER_REQUEST;
	size = dtap_command_error(error, opcode, packet, size);
	dtap_arbiter_reply(arbiter, slot, error, size);
}

static struct queued *
head_of(struct client *client)
{
	return &client->queue[client->first];
}

static void
pop(struct client *client)
{
	free(head_of(client)->packet);
	head_of(client)->packet = NULL;
	client->first = (client->first + 1) % QUEUE;
	client->count--;
}

void
dtap_queue_drop(struct client *client)
{
	while (client->count > 0)
		pop(client);
}

static void
fail_head(struct dtap_arbiter *arbiter, unsigned slot)
{
	struct client *client = arbiter->clients[slot];
	const struct queued *queued = head_of(client);

	dtap_arbiter_error(arbiter, (int)slot,
			   queued->error != NO_ERROR ? queued->error
						     : DTAP_OPCODE_BAD_COMMAND,
			   queued->packet, queued->size);
	pop(client);
}

void
dtap_queue_fail(struct dtap_arbiter *arbiter)
{
	const struct client *client;
	unsigned slot = OWN;

	while ((client = dtap_client_next(arbiter, &slot)) != NULL)
		while (client->count > 0)
			fail_head(arbiter, slot);
}

void
dtap_queue_expire(struct dtap_arbiter *arbiter, int64_t now)
{
	struct client *client;
	unsigned slot = OWN;

	while ((client = dtap_client_next(arbiter, &slot)) != NULL)
		while (client->count > 0 &&
		       head_of(client)->received + WAIT_TIMEOUT <= now) {
			client->counts.timeouts++;
			fail_head(arbiter, slot);
		}
}

int64_t
dtap_queue_due(const struct dtap_arbiter *arbiter)
{
	struct client *client;
	unsigned slot = OWN;
	int64_t due = NEVER, until;

	while ((client = dtap_client_next(arbiter, &slot)) != NULL) {
		if (client->count == 0)
			continue;
		until = head_of(client)->received + WAIT_TIMEOUT;
		due = until < due ? until : due;
	}
	return due;
}

/* What a person may do about a refusal. */
static const char *allowed_by(enum dtap_command_class class)
{
	switch (class) {
	case DTAP_COMMAND_IDENTITY:
		return "port.commands allows it with \"identity\"";
	case DTAP_COMMAND_EFS:
		return "port.commands allows it with \"efs\"";
	case DTAP_COMMAND_LOCAL:
		return "it never reaches the modem";
	default:
		return "port.commands allows it with \"all\"";
	}
}

/* Once for each client and command. */
static void
say_refused(struct dtap_arbiter *arbiter, struct client *client,
	    const uint8_t *packet, size_t size, enum dtap_command_class class)
{
	bool dangerous = class == DTAP_COMMAND_DANGEROUS;
	bool subsystem = packet[0] == DTAP_OPCODE_SUBSYSTEM ||
			 packet[0] == DTAP_OPCODE_SUBSYSTEM_2;
	uint32_t key = subsystem && size >= 4 ? dtap_get32(packet) : packet[0];
	char room[DTAP_COMMAND_NAME], line[160];

	for (unsigned i = 0; i < client->said_count; i++)
		if (client->said[i] == key)
			return;
	if (client->said_count == SAID)
		return;
	client->said[client->said_count++] = key;
	snprintf(line, sizeof line, "port: client %u: refused: %s%s; %s",
		 (unsigned)client->number,
		 dtap_command_name(packet, size, room),
		 dangerous ? ", which is dangerous" : "", allowed_by(class));
	arbiter->ops->say(arbiter->arg, dangerous, line);
}

/* What is wrong with a request about masks that is for the modem. */
static uint8_t
mask_error(const uint8_t *packet, size_t size)
{
	bool logs = packet[0] == DTAP_OPCODE_LOG_CONFIG;
	uint32_t operation;

	if (packet[0] == DTAP_OPCODE_LOG_ON_DEMAND)
		return size >= 3 ? NO_ERROR : DTAP_OPCODE_BAD_LENGTH;
	if (!logs && packet[0] != DTAP_OPCODE_MESSAGE_CONFIG)
		return DTAP_OPCODE_BAD_COMMAND;
	if (size < (logs ? 8U : 2U))
		return DTAP_OPCODE_BAD_LENGTH;
	operation = logs ? dtap_get32(packet + 4) : packet[1];
	if (logs &&
	    (operation == DTAP_LOG_RANGES || operation == DTAP_LOG_VALID))
		return NO_ERROR;
	if (!logs && operation == DTAP_MESSAGE_RANGES)
		return NO_ERROR;
	if (!logs && operation == DTAP_MESSAGE_BUILD)
		return size >= 6 ? NO_ERROR : DTAP_OPCODE_BAD_LENGTH;
	return DTAP_OPCODE_BAD_PARAMETERS;
}

/* The error that a request gets; NO_ERROR: it is carried out. */
static uint8_t
judge(struct dtap_arbiter *arbiter, struct client *client,
      const uint8_t *packet, size_t size)
{
	enum dtap_command_class class = dtap_command_class_of(packet, size);

	if (class == DTAP_COMMAND_MASK)
		return dtap_mask_request_kind(packet, size) != DTAP_MASK_OTHER
			       ? NO_ERROR
			       : mask_error(packet, size);
	if (class != DTAP_COMMAND_LOCAL && (arbiter->commands & class) != 0)
		return NO_ERROR;
	client->counts.refused++;
	say_refused(arbiter, client, packet, size, class);
	return class == DTAP_COMMAND_LOCAL ? DTAP_OPCODE_BAD_COMMAND
					   : DTAP_OPCODE_PASSWORD_NEEDED;
}

/* False: ENOMEM. */
static bool
push(struct client *client, const uint8_t *packet, size_t size, uint8_t error,
     int64_t now)
{
	struct queued *queued =
		&client->queue[(client->first + client->count) % QUEUE];

	queued->packet = malloc(size);
	if (queued->packet == NULL)
		return false;
	memcpy(queued->packet, packet, size);
	queued->size = size;
	queued->received = now;
	queued->error = error;
	client->count++;
	return true;
}

void
dtap_arbiter_request(struct dtap_arbiter *arbiter, unsigned slot,
		     const uint8_t *packet, size_t size, int64_t now)
{
	struct client *client = arbiter->clients[slot];

	if (size == 0)
		return;
	client->counts.requests++;
	if (size > DTAP_ARBITER_REQUEST) {
		dtap_arbiter_error(arbiter, (int)slot, DTAP_OPCODE_BAD_LENGTH,
				   packet, size);
		return;
	}
	if (client->count == QUEUE ||
	    !push(client, packet, size, judge(arbiter, client, packet, size),
		  now))
		dtap_arbiter_error(arbiter, (int)slot, DTAP_OPCODE_BAD_COMMAND,
				   packet, size);
	dtap_queue_dispatch(arbiter, now);
}

/* Sends it to the modem as it is.  False: the modem is not free. */
static bool
forward(struct dtap_arbiter *arbiter, unsigned slot,
	const struct queued *queued, int64_t now)
{
	struct flight *flight = &arbiter->flight;
	int64_t until = now + REPLY_TIMEOUT;
	int64_t deadline = queued->received + WAIT_TIMEOUT;

	if (flight->type != FLIGHT_NONE)
		return false;
	flight->type = FLIGHT_FORWARD;
	flight->slot = (int)slot;
	flight->modem = &arbiter->modems[0];
	memcpy(flight->request, queued->packet, queued->size);
	flight->size = queued->size;
	dtap_asker_note(arbiter, slot, queued->packet, queued->size, now);
	if (!dtap_flight_send(arbiter, until < deadline ? until : deadline))
		dtap_flight_abort(arbiter, now);
	return true;
}

static bool
carry_out(struct dtap_arbiter *arbiter, unsigned slot,
	  const struct queued *queued, int64_t now)
{
	const struct cached *cached =
		dtap_cache_find(arbiter, queued->packet, queued->size);

	switch (dtap_mask_request_kind(queued->packet, queued->size)) {
	case DTAP_MASK_OTHER:
		if (cached == NULL)
			return forward(arbiter, slot, queued, now);
		dtap_arbiter_reply(arbiter, (int)slot, cached->reply,
				   cached->size);
		return true;
	case DTAP_MASK_GET:
		dtap_change_get(arbiter, slot, queued);
		return true;
	default:
		return dtap_change_run(arbiter, slot, queued, now);
	}
}

static unsigned
next_slot(unsigned slot)
{
	return slot < DTAP_ARBITER_CLIENTS ? slot + 1 : OWN + 1;
}

/* The first request of a client, if it has its turn. */
static bool
serve(struct dtap_arbiter *arbiter, unsigned slot, int64_t now)
{
	struct client *client = arbiter->clients[slot];

	if (client == NULL || client->count == 0 || client->blocked ||
	    (arbiter->flight.type != FLIGHT_NONE &&
	     arbiter->flight.slot == (int)slot))
		return false;
	if (head_of(client)->error != NO_ERROR) {
		fail_head(arbiter, slot);
		return true;
	}
	if (!carry_out(arbiter, slot, head_of(client), now)) {
		client->blocked = true;
		return false;
	}
	pop(client);
	if (arbiter->flight.slot == (int)slot)
		arbiter->turn = next_slot(slot);
	return true;
}

void
dtap_queue_dispatch(struct dtap_arbiter *arbiter, int64_t now)
{
	unsigned slot = arbiter->turn;

	dtap_sync_start(arbiter, now);
	for (unsigned i = 0; i < DTAP_ARBITER_CLIENTS; i++) {
		while (serve(arbiter, slot, now))
			;
		slot = next_slot(slot);
	}
	dtap_sync_start(arbiter, now);
}

/* SPDX-License-Identifier: MIT */
/* The one request that is with a modem, and those whose replies are late. */
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/arbiter_private.h"

bool
dtap_flight_send(struct dtap_arbiter *arbiter, int64_t until)
{
	struct flight *flight = &arbiter->flight;
	uint32_t number =
		flight->slot > OWN ? arbiter->clients[flight->slot]->number : 0;

	flight->until = until;
	return flight->modem->here &&
	       arbiter->ops->send(arbiter->arg, number, flight->modem->remote,
				  flight->request, flight->size);
}

void
dtap_flight_end(struct dtap_arbiter *arbiter)
{
	struct flight *flight = &arbiter->flight;
	struct client *client;
	unsigned slot = OWN;

	if (flight->type == FLIGHT_CHANGE)
		dtap_masks_clear(&flight->change->before);
	flight->type = FLIGHT_NONE;
	flight->slot = NOBODY;
	while ((client = dtap_client_next(arbiter, &slot)) != NULL)
		client->blocked = false;
}

/* The reply that comes is for nobody. */
void
dtap_flight_detach(struct dtap_arbiter *arbiter, int slot)
{
	struct flight *flight = &arbiter->flight;

	if (flight->type == FLIGHT_NONE || flight->slot != slot)
		return;
	flight->slot = NOBODY;
	if (flight->type == FLIGHT_CHANGE)
		flight->change->slot = NOBODY;
}

static void
note_late(struct dtap_arbiter *arbiter, int64_t now)
{
	const struct flight *flight = &arbiter->flight;
	struct late *oldest = &arbiter->lates[0];

	for (size_t i = 0; i < LATES && oldest->request != NULL; i++)
		if (arbiter->lates[i].request == NULL ||
		    arbiter->lates[i].until < oldest->until)
			oldest = &arbiter->lates[i];
	free(oldest->request);
	oldest->request = malloc(flight->size);
	if (oldest->request == NULL)
		return;
	memcpy(oldest->request, flight->request, flight->size);
	oldest->size = flight->size;
	oldest->remote = flight->modem->remote;
	oldest->until = now + LATE_TIME;
}

static void
forget_late(struct late *late)
{
	free(late->request);
	late->request = NULL;
}

void
dtap_late_expire(struct dtap_arbiter *arbiter, int64_t now)
{
	for (size_t i = 0; i < LATES; i++)
		if (arbiter->lates[i].request != NULL &&
		    arbiter->lates[i].until <= now)
			forget_late(&arbiter->lates[i]);
}

int64_t
dtap_late_due(const struct dtap_arbiter *arbiter)
{
	int64_t due = NEVER;

	for (size_t i = 0; i < LATES; i++)
		if (arbiter->lates[i].request != NULL &&
		    arbiter->lates[i].until < due)
			due = arbiter->lates[i].until;
	return due;
}

/* The request that a packet is the late reply to; the first that was sent. */
static struct late *
find_late(struct dtap_arbiter *arbiter, const uint8_t *packet, size_t size,
	  bool remote)
{
	struct late *found = NULL;

	for (size_t i = 0; i < LATES; i++) {
		struct late *late = &arbiter->lates[i];

		if (late->request != NULL && late->remote == remote &&
		    dtap_command_is_reply(late->request, late->size, packet,
					  size) &&
		    (found == NULL || late->until < found->until))
			found = late;
	}
	return found;
}

/* A mask that was not confirmed may or may not be set. */
static void
note_silence(struct dtap_arbiter *arbiter)
{
	struct flight *flight = &arbiter->flight;
	unsigned unit = flight->unit;

	flight->modem->known[unit] = false;
	arbiter->stale = true;
	if (dtap_unit_timeout(arbiter) != BASE_TIMEOUT)
		return;
	if (arbiter->silent[unit] && arbiter->said_unit == unit)
		arbiter->said_unit = UNITS; /* it is given up */
	arbiter->asked[unit] = arbiter->silent[unit];
	arbiter->silent[unit] = true;
}

void
dtap_flight_abort(struct dtap_arbiter *arbiter, int64_t now)
{
	struct flight *flight = &arbiter->flight;

	if (flight->type == FLIGHT_CHANGE)
		dtap_change_failed(arbiter, now);
	else if (flight->type == FLIGHT_FORWARD)
		dtap_arbiter_error(arbiter, flight->slot,
				   DTAP_OPCODE_BAD_COMMAND, flight->request,
				   flight->size);
	dtap_flight_end(arbiter);
}

static void
count_timeout(struct dtap_arbiter *arbiter)
{
	if (arbiter->flight.slot > OWN)
		arbiter->clients[arbiter->flight.slot]->counts.timeouts++;
}

/* What was only to be asked, before a client's masks are set, may be missing.
 * False: the client's time is over, or there is no other way. */
static bool
can_do_without(const struct dtap_arbiter *arbiter, int64_t now)
{
	const struct flight *flight = &arbiter->flight;

	return dtap_unit_timeout(arbiter) == BASE_TIMEOUT &&
	       flight->slot != NOBODY && now < flight->change->deadline;
}

void
dtap_flight_time_out(struct dtap_arbiter *arbiter, int64_t now)
{
	struct flight *flight = &arbiter->flight;

	if (flight->type == FLIGHT_NONE || now < flight->until)
		return;
	note_late(arbiter, now);
	if (flight->type == FLIGHT_FORWARD) {
		count_timeout(arbiter);
		dtap_flight_abort(arbiter, now);
		return;
	}
	if (flight->type == FLIGHT_SYNC)
		dtap_sync_silent(arbiter, now);
	note_silence(arbiter);
	if (flight->type == FLIGHT_SYNC) {
		dtap_flight_end(arbiter);
	} else if (can_do_without(arbiter, now)) {
		arbiter->asked[flight->unit] = true;
		dtap_change_go_on(arbiter, now);
	} else {
		count_timeout(arbiter);
		dtap_flight_abort(arbiter, now);
	}
}

/* The reply to what a client asked for, as it is. */
static void
give_reply(struct dtap_arbiter *arbiter, const uint8_t *packet, size_t size)
{
	struct flight *flight = &arbiter->flight;
	struct dtap_ranges *ranges = &flight->modem->ranges;
	const uint8_t *request = flight->request;

	dtap_cache_keep(arbiter, request, flight->size, packet, size);
	if (dtap_cache_find(arbiter, request, flight->size) != NULL) {
		if (request[0] == DTAP_OPCODE_LOG_CONFIG)
			dtap_ranges_read_items(ranges, packet, size);
		else if (request[1] == DTAP_MESSAGE_RANGES)
			dtap_ranges_read_ssids(ranges, packet, size);
		arbiter->stale = true;
	}
	dtap_asker_note_reply(arbiter, flight->slot, packet, size);
	dtap_arbiter_reply(arbiter, flight->slot, packet, size);
	dtap_flight_end(arbiter);
}

/* The reply to a request that sets or gets masks of a modem.  False: it is no
 * whole one. */
static bool
take_unit(struct dtap_arbiter *arbiter, const uint8_t *packet, size_t size,
	  int64_t now)
{
	struct flight *flight = &arbiter->flight;
	uint32_t status = 0;
	enum unit_result result =
		dtap_unit_read(arbiter, packet, size, &status);

	if (result == UNIT_TORN)
		return false;
	if (result == UNIT_DONE && arbiter->failures > 0)
		dtap_sync_go_on(arbiter, now);
	if (flight->type == FLIGHT_CHANGE) {
		if (result == UNIT_DONE || flight->asks)
			dtap_change_go_on(arbiter, now);
		else
			dtap_change_refused(arbiter, packet, status, now);
		return true;
	}
	if (result == UNIT_DONE)
		dtap_sync_go_on(arbiter, now);
	else
		dtap_sync_refused(arbiter, status, now);
	dtap_flight_end(arbiter);
	return true;
}

static bool
is_for_flight(struct dtap_arbiter *arbiter, const uint8_t *packet, size_t size,
	      bool remote)
{
	const struct flight *flight = &arbiter->flight;

	return flight->type != FLIGHT_NONE && flight->modem->remote == remote &&
	       dtap_command_is_reply(flight->request, flight->size, packet,
				     size) &&
	       !dtap_asker_is_delayed(arbiter, packet, size);
}

/*
 * Two replies may be due that look alike, a late one and that of the flight.
 * To the same request both are as good, and masks are set in the order of the
 * requests.  Otherwise the first is the late one.
 */
static bool
is_late(const struct flight *flight, const struct late *late)
{
	return late != NULL && flight->type == FLIGHT_FORWARD &&
	       (late->size != flight->size ||
		memcmp(late->request, flight->request, late->size) != 0);
}

bool
dtap_arbiter_packet(struct dtap_arbiter *arbiter, const uint8_t *packet,
		    size_t size, bool remote, int64_t now)
{
	const struct flight *flight = &arbiter->flight;
	struct late *late = find_late(arbiter, packet, size, remote);
	bool waited = is_for_flight(arbiter, packet, size, remote);

	if (waited && !is_late(flight, late)) {
		if (flight->type == FLIGHT_FORWARD)
			give_reply(arbiter, packet, size);
		else if (!take_unit(arbiter, packet, size, now))
			return false;
		dtap_queue_dispatch(arbiter, now);
		return true;
	}
	if (late != NULL)
		forget_late(late);
	return late != NULL;
}

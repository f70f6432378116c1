/* SPDX-License-Identifier: MIT */
/*
 * A client sets masks.  Its new masks are tried: they are its masks from now
 * on, and what the modem should have follows from them.  If the modem has it
 * already, the reply is made at once.  If not, the modem is brought there, and
 * the reply comes after the modem's.  If the modem refuses or is silent, the
 * client's masks go back.
 */
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/arbiter_private.h"

void
dtap_client_masks_changed(struct dtap_arbiter *arbiter, unsigned slot)
{
	struct client *client = arbiter->clients[slot];

	client->any_event = dtap_masks_has_any_event(&client->masks);
	client->any_message = dtap_masks_has_any_message(&client->masks);
	arbiter->stale = true;
}

/* The units that a whole request is about. */
static void
find_units(struct change *change)
{
	const uint8_t *request = change->request;

	switch (dtap_mask_request_kind(request, change->request_size)) {
	case DTAP_MASK_LOGS:
		change->needs = UNIT_ITEMS;
		change->first = UNIT_LOGS;
		change->last = UNIT_EVENTS - 1;
		if (dtap_get32(request + 4) == DTAP_LOG_SET)
			change->first = change->last =
				UNIT_LOGS + dtap_get32(request + 8);
		break;
	case DTAP_MASK_EVENTS:
		change->needs = change->first = change->last = UNIT_EVENTS;
		break;
	default:
		change->needs = UNIT_SSIDS;
		change->first = UNIT_EVERY_MESSAGE;
		change->last = UNITS - 1;
	}
}

/* Message masks of some SSIDs are set by range, so ranges must be known. */
static bool
needs_ranges(const struct change *change, const struct modem *modem)
{
	return change->needs == UNIT_SSIDS && !modem->ranges.has_ssids &&
	       !modem->even;
}

/* Whether the modem has what it should have of these units. */
static bool
is_done(const struct dtap_arbiter *arbiter, const struct change *change)
{
	const struct modem *modem = &arbiter->modems[0];

	if (needs_ranges(change, modem))
		return false;
	for (unsigned unit = change->first; unit <= change->last; unit++)
		if (dtap_unit_must_be_set(arbiter, modem, unit))
			return false;
	return true;
}

static void
go_back(struct dtap_arbiter *arbiter, struct change *change)
{
	if (change->slot == NOBODY)
		return;
	dtap_masks_move(&arbiter->clients[change->slot]->masks,
			&change->before);
	dtap_client_masks_changed(arbiter, (unsigned)change->slot);
}

/* The client's masks are what it asked for, and it is told. */
static void
confirm(struct dtap_arbiter *arbiter, struct change *change)
{
	dtap_masks_clear(&change->before);
	dtap_arbiter_reply(arbiter, change->slot, change->reply,
			   change->reply_size);
	if (change->slot != NOBODY && arbiter->ops->changed != NULL)
		arbiter->ops->changed(arbiter->arg, (unsigned)change->slot);
}

void
dtap_change_failed(struct dtap_arbiter *arbiter, int64_t now)
{
	struct change *change = arbiter->flight.change;

	go_back(arbiter, change);
	dtap_arbiter_error(arbiter, change->slot, DTAP_OPCODE_BAD_COMMAND,
			   change->request, change->request_size);
	dtap_sync_pause(arbiter, now);
}

/* The modem may have taken a part of it: it is told again what it should have.
 */
void
dtap_change_refused(struct dtap_arbiter *arbiter, const uint8_t *packet,
		    uint32_t status, int64_t now)
{
	struct flight *flight = &arbiter->flight;
	struct change *change = flight->change;
	uint8_t reply[DTAP_MASK_REPLY_MAX];
	size_t size;

	go_back(arbiter, change);
	flight->modem->known[flight->unit] = false;
	flight->modem->refused[flight->unit] = false;
	if (packet[0] == flight->request[0]) {
		size = dtap_mask_request_refuse(status, change->request,
						change->request_size, reply);
		dtap_arbiter_reply(arbiter, change->slot, reply, size);
	} else {
		dtap_arbiter_error(arbiter, change->slot, packet[0],
				   change->request, change->request_size);
	}
	dtap_flight_end(arbiter);
	dtap_sync_soon(arbiter, now);
}

/* Sends the next request for the client's masks.  False: it cannot be. */
static bool
send_next(struct dtap_arbiter *arbiter, int64_t now)
{
	const struct change *change = arbiter->flight.change;
	int64_t until;

	if (!dtap_unit_pick(arbiter, &arbiter->modems[0], change->needs,
			    change->first, change->last))
		return false;
	until = now + dtap_unit_timeout(arbiter);
	return dtap_flight_send(
		arbiter, until < change->deadline ? until : change->deadline);
}

void
dtap_change_go_on(struct dtap_arbiter *arbiter, int64_t now)
{
	struct change *change = arbiter->flight.change;

	if (change->slot == NOBODY) {
		dtap_flight_end(arbiter);
		dtap_sync_soon(arbiter, now);
	} else if (dtap_union_update(arbiter) != 0) {
		dtap_flight_abort(arbiter, now);
	} else if (is_done(arbiter, change)) {
		dtap_flight_end(arbiter);
		confirm(arbiter, change);
	} else if (!send_next(arbiter, now)) {
		dtap_flight_abort(arbiter, now);
	}
}

/* That which is not the flight's. */
static struct change *
change_for_trial(struct dtap_arbiter *arbiter)
{
	bool taken = arbiter->flight.type == FLIGHT_CHANGE &&
		     arbiter->flight.change == &arbiter->changes[0];

	return &arbiter->changes[taken ? 1 : 0];
}

/* Gives the client what the request asks for.  False: ENOMEM. */
static bool
try_masks(struct dtap_arbiter *arbiter, unsigned slot, struct change *change)
{
	struct client *client = arbiter->clients[slot];
	struct dtap_masks tried;

	dtap_masks_init(&tried);
	if (dtap_masks_add(&tried, &client->masks) != 0) {
		dtap_masks_clear(&tried);
		return false;
	}
	change->slot = (int)slot;
	change->reply_size = dtap_mask_request_run(
		&tried, &arbiter->modems[0].ranges, change->request,
		change->request_size, change->reply);
	dtap_masks_move(&change->before, &client->masks);
	dtap_masks_move(&client->masks, &tried);
	dtap_client_masks_changed(arbiter, slot);
	return true;
}

static void
begin(struct dtap_arbiter *arbiter, struct change *change, int64_t now)
{
	struct flight *flight = &arbiter->flight;
	struct modem *modem = &arbiter->modems[0];

	flight->type = FLIGHT_CHANGE;
	flight->slot = change->slot;
	flight->modem = modem;
	flight->change = change;
	for (unsigned unit = change->first; unit <= change->last; unit++)
		modem->refused[unit] = false;
	if (!send_next(arbiter, now))
		dtap_flight_abort(arbiter, now);
}

static bool
has_any(const struct dtap_masks *masks, const struct change *change)
{
	switch (change->needs) {
	case UNIT_ITEMS:
		return dtap_masks_has_any_log(masks);
	case UNIT_EVENTS:
		return dtap_masks_has_any_event(masks);
	default:
		return dtap_masks_has_any_message(masks);
	}
}

/* Who had nothing and wants nothing needs no modem for it.  Programs begin like
 * this. */
static bool
is_nothing(const struct dtap_arbiter *arbiter, const struct change *change)
{
	return !has_any(&change->before, change) &&
	       !has_any(&arbiter->clients[change->slot]->masks, change);
}

/* After the trial. */
static bool
decide(struct dtap_arbiter *arbiter, struct change *change, int64_t now)
{
	if (dtap_mask_reply_status(change->reply, change->reply_size) != 0) {
		go_back(arbiter, change);
		dtap_arbiter_reply(arbiter, change->slot, change->reply,
				   change->reply_size);
		return true;
	}
	find_units(change);
	if (dtap_union_update(arbiter) != 0) {
		go_back(arbiter, change);
		dtap_arbiter_error(arbiter, change->slot,
				   DTAP_OPCODE_BAD_COMMAND, change->request,
				   change->request_size);
		return true;
	}
	if (is_nothing(arbiter, change) || is_done(arbiter, change)) {
		confirm(arbiter, change);
		return true;
	}
	if (arbiter->flight.type != FLIGHT_NONE) {
		go_back(arbiter, change);
		return false;
	}
	begin(arbiter, change, now);
	return true;
}

bool
dtap_change_run(struct dtap_arbiter *arbiter, unsigned slot,
		const struct queued *queued, int64_t now)
{
	struct change *change = change_for_trial(arbiter);

	change->deadline = queued->received + WAIT_TIMEOUT;
	change->request_size = queued->size;
	memcpy(change->request, queued->packet, queued->size);
	if (try_masks(arbiter, slot, change))
		return decide(arbiter, change, now);
	dtap_arbiter_error(arbiter, (int)slot, DTAP_OPCODE_BAD_COMMAND,
			   queued->packet, queued->size);
	return true;
}

void
dtap_change_get(struct dtap_arbiter *arbiter, unsigned slot,
		const struct queued *queued)
{
	uint8_t reply[DTAP_MASK_REPLY_MAX];
	size_t size = dtap_mask_request_run(
		&arbiter->clients[slot]->masks, &arbiter->modems[0].ranges,
		queued->packet, queued->size, reply);

	dtap_arbiter_reply(arbiter, (int)slot, reply, size);
}

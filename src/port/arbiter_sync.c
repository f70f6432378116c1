/* SPDX-License-Identifier: MIT */
/* Brings modems to what they should have, one unit after the other. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/arbiter_private.h"

#define STEP_NAME 40

/* Whether the modem's message masks from before us are not yet known: then it
 * is too early to set all of them at once. */
static bool
is_base_pending(const struct dtap_arbiter *arbiter, const struct modem *modem)
{
	if (modem->remote || (arbiter->own_kinds & KIND_MESSAGES) != 0)
		return false;
	if (dtap_unit_must_be_asked(arbiter, modem, UNIT_SSIDS))
		return true;
	for (unsigned unit = UNIT_MESSAGES; unit < UNITS; unit++)
		if (dtap_unit_must_be_asked(arbiter, modem, unit))
			return true;
	return false;
}

/* What we have set is ours to clear, even if the modem did not confirm it. */
static void
claim(struct modem *modem, unsigned unit)
{
	modem->claimed[unit] = true;
	if (unit >= UNIT_MESSAGES)
		modem->claimed[UNIT_EVERY_MESSAGE] = true;
}

/* Prepares the request for a unit.  False: it needs none. */
static bool
prepare(struct dtap_arbiter *arbiter, struct modem *modem, unsigned unit)
{
	struct flight *flight = &arbiter->flight;
	bool asks = dtap_unit_must_be_asked(arbiter, modem, unit);

	if (!asks &&
	    (modem->refused[unit] ||
	     !dtap_unit_must_be_set(arbiter, modem, unit) ||
	     (unit == UNIT_EVERY_MESSAGE && is_base_pending(arbiter, modem))))
		return false;
	flight->modem = modem;
	flight->unit = unit;
	flight->asks = asks;
	if (!asks)
		claim(modem, unit);
	flight->size = asks ? dtap_unit_ask(modem, unit, flight->request)
			    : dtap_unit_set(modem, unit, flight->request);
	return true;
}

bool
dtap_unit_pick(struct dtap_arbiter *arbiter, struct modem *modem,
	       unsigned needs, unsigned first, unsigned last)
{
	if (prepare(arbiter, modem, needs))
		return true;
	for (unsigned unit = first; unit <= last; unit++)
		if (prepare(arbiter, modem, unit))
			return true;
	return false;
}

/* Of all units, beginning behind the one that was not answered. */
static bool
pick_any(struct dtap_arbiter *arbiter, struct modem *modem)
{
	for (unsigned i = 0; modem->here && i < UNITS; i++)
		if (prepare(arbiter, modem, (modem->cursor + i) % UNITS))
			return true;
	return false;
}

void
dtap_sync_soon(struct dtap_arbiter *arbiter, int64_t now)
{
	arbiter->stale = true;
	if (arbiter->failures == 0 || arbiter->sync_due == NEVER)
		arbiter->sync_due = now;
}

void
dtap_sync_pause(struct dtap_arbiter *arbiter, int64_t now)
{
	int64_t pause = RETRY_FIRST;

	for (unsigned i = 0; i < arbiter->failures && pause < RETRY_LAST; i++)
		pause *= 2;
	arbiter->failures++;
	arbiter->sync_due =
		now + (pause < RETRY_LAST ? pause : (int64_t)RETRY_LAST);
}

void
dtap_sync_start(struct dtap_arbiter *arbiter, int64_t now)
{
	struct flight *flight = &arbiter->flight;

	if (flight->type != FLIGHT_NONE || now < arbiter->sync_due ||
	    !arbiter->modems[0].here)
		return;
	if (dtap_union_update(arbiter) != 0) {
		dtap_sync_pause(arbiter, now);
		return;
	}
	if (!pick_any(arbiter, &arbiter->modems[0]) &&
	    !pick_any(arbiter, &arbiter->modems[1])) {
		arbiter->sync_due = NEVER;
		return;
	}
	flight->type = FLIGHT_SYNC;
	flight->slot = OWN;
	if (!dtap_flight_send(arbiter, now + dtap_unit_timeout(arbiter))) {
		dtap_flight_end(arbiter);
		dtap_sync_pause(arbiter, now);
	}
}

void
dtap_sync_go_on(struct dtap_arbiter *arbiter, int64_t now)
{
	arbiter->failures = 0;
	if (arbiter->flight.unit == arbiter->said_unit)
		arbiter->said_unit = UNITS;
	arbiter->sync_due = now;
}

int64_t
dtap_unit_timeout(const struct dtap_arbiter *arbiter)
{
	const struct flight *flight = &arbiter->flight;

	return flight->asks && flight->unit != UNIT_ITEMS &&
			       flight->unit != UNIT_SSIDS
		       ? BASE_TIMEOUT
		       : REPLY_TIMEOUT;
}

/* Names the unit of the flight. */
static void
name_unit(const struct dtap_arbiter *arbiter, char out[STEP_NAME])
{
	unsigned unit = arbiter->flight.unit;

	if (unit >= UNIT_LOGS && unit < UNIT_EVENTS)
		snprintf(out, STEP_NAME, "log masks of equipment %u",
			 unit - UNIT_LOGS);
	else
		snprintf(out, STEP_NAME, "%s",
			 unit == UNIT_ITEMS    ? "the log codes"
			 : unit == UNIT_EVENTS ? "events"
					       : "messages");
}

void
dtap_sync_refused(struct dtap_arbiter *arbiter, uint32_t status, int64_t now)
{
	char name[STEP_NAME], line[96];

	name_unit(arbiter, name);
	snprintf(line, sizeof line,
		 "masks: the modem refuses %s (0x%02" PRIx32 ")", name, status);
	if (!arbiter->flight.asks || arbiter->flight.unit == UNIT_ITEMS)
		arbiter->ops->say(arbiter->arg, true, line);
	dtap_sync_go_on(arbiter, now);
}

/* One line for an episode: until what is named there is answered. */
void
dtap_sync_silent(struct dtap_arbiter *arbiter, int64_t now)
{
	char name[STEP_NAME], line[128];

	name_unit(arbiter, name);
	snprintf(line, sizeof line,
		 "masks: the modem did not answer within %d s: %s",
		 (int)(dtap_unit_timeout(arbiter) / SECOND), name);
	if (arbiter->said_unit == UNITS) {
		arbiter->ops->say(arbiter->arg, true, line);
		arbiter->said_unit = arbiter->flight.unit;
	}
	arbiter->flight.modem->cursor = (arbiter->flight.unit + 1) % UNITS;
	dtap_sync_pause(arbiter, now);
}

/* The bits in the reply to 73/4. */
static bool
read_logs(struct dtap_arbiter *arbiter, unsigned id, const uint8_t *packet,
	  size_t size)
{
	struct modem *modem = arbiter->flight.modem;
	uint32_t items = size >= 20 ? dtap_get32(packet + 16) : UINT32_MAX;

	if (items > DTAP_EQUIPMENT_ITEMS || size < 20 + (items + 7) / 8)
		return false;
	if (items > 0)
		dtap_masks_set_logs(&modem->has, id, items, packet + 20);
	arbiter->base.logs[id] = modem->has.logs[id];
	return true;
}

static bool
read_events(struct dtap_arbiter *arbiter, const uint8_t *packet, size_t size)
{
	struct modem *modem = arbiter->flight.modem;
	unsigned ids = size >= 6 ? dtap_get16(packet + 4) : UINT16_MAX;

	if (ids > DTAP_EVENT_IDS || size < 6 + (ids + 7) / 8)
		return false;
	modem->ranges.events = ids;
	if (ids > 0)
		dtap_masks_set_events(&modem->has, ids, packet + 6);
	memcpy(arbiter->base.events, modem->has.events,
	       sizeof arbiter->base.events);
	return true;
}

static bool
read_messages(struct dtap_arbiter *arbiter, const uint8_t *packet, size_t size)
{
	uint16_t first = size >= 8 ? dtap_get16(packet + 2) : 1;
	uint16_t last = size >= 8 ? dtap_get16(packet + 4) : 0;

	if (first != dtap_get16(arbiter->flight.request + 2))
		return false; /* of another request */
	return first <= last && size >= 8 + (size_t)4 * (last - first + 1U) &&
	       dtap_masks_set_messages(&arbiter->flight.modem->has, first, last,
				       packet + 8) == 0 &&
	       dtap_masks_set_messages(&arbiter->base, first, last,
				       packet + 8) == 0;
}

/* Takes over what was asked for. */
static bool
read_answer(struct dtap_arbiter *arbiter, const uint8_t *packet, size_t size)
{
	struct flight *flight = &arbiter->flight;
	struct modem *modem = flight->modem;
	bool read;

	if (flight->unit == UNIT_ITEMS || flight->unit == UNIT_SSIDS) {
		read = flight->unit == UNIT_ITEMS
			       ? dtap_ranges_read_items(&modem->ranges, packet,
							size)
			       : dtap_ranges_read_ssids(&modem->ranges, packet,
							size);
		if (read && !modem->remote)
			dtap_cache_keep(arbiter, flight->request, flight->size,
					packet, size);
		return read;
	}
	if (flight->unit >= UNIT_MESSAGES)
		read = read_messages(arbiter, packet, size);
	else if (flight->unit == UNIT_EVENTS)
		read = read_events(arbiter, packet, size);
	else
		read = read_logs(arbiter, flight->unit - UNIT_LOGS, packet,
				 size);
	if (read)
		modem->known[flight->unit] = arbiter->asked[flight->unit] =
			true;
	return read;
}

/* The modem has taken what the flight's request sets. */
static bool
keep_set(struct dtap_arbiter *arbiter)
{
	struct flight *flight = &arbiter->flight;
	struct modem *modem = flight->modem;
	uint8_t scratch[DTAP_MASK_REPLY_MAX];

	dtap_mask_request_run(&modem->has, &modem->ranges, flight->request,
			      flight->size, scratch);
	if (scratch[0] != flight->request[0]) /* ENOMEM */
		return false;
	modem->known[flight->unit] = true;
	for (unsigned i = UNIT_MESSAGES;
	     flight->unit == UNIT_EVERY_MESSAGE && i < UNITS; i++)
		modem->known[i] = modem->claimed[i] = true;
	return true;
}

static void
note_refusal(struct dtap_arbiter *arbiter)
{
	struct flight *flight = &arbiter->flight;
	struct modem *modem = flight->modem;

	if (flight->unit == UNIT_ITEMS)
		modem->refuses_items = true;
	else if (flight->unit == UNIT_SSIDS)
		modem->refuses_ssids = true;
	else if (flight->asks)
		arbiter->asked[flight->unit] = true;
	else
		modem->refused[flight->unit] = true;
}

enum unit_result
dtap_unit_read(struct dtap_arbiter *arbiter, const uint8_t *packet, size_t size,
	       uint32_t *status)
{
	const struct flight *flight = &arbiter->flight;
	int64_t found = dtap_mask_reply_status(packet, size);

	arbiter->stale = true;
	if (found < 0)
		return UNIT_TORN;
	*status = (uint32_t)found;
	if (found > 0) {
		note_refusal(arbiter);
		return UNIT_REFUSED;
	}
	return (flight->asks ? read_answer(arbiter, packet, size)
			     : keep_set(arbiter))
		       ? UNIT_DONE
		       : UNIT_TORN;
}

/* SPDX-License-Identifier: MIT */
/* What each modem should have, and the requests that bring it there. */
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/arbiter_private.h"

static unsigned
kind_of(unsigned unit)
{
	if (unit < UNIT_EVENTS)
		return KIND_LOGS;
	return unit == UNIT_EVENTS ? KIND_EVENTS : KIND_MESSAGES;
}

void
dtap_union_own_changed(struct dtap_arbiter *arbiter, bool exact)
{
	const struct dtap_masks *own = &arbiter->clients[OWN]->masks;

	arbiter->own_kinds =
		(exact || dtap_masks_has_any_log(own) ? KIND_LOGS : 0) |
		(exact || dtap_masks_has_any_event(own) ? KIND_EVENTS : 0) |
		(exact || dtap_masks_has_any_message(own) ? KIND_MESSAGES : 0);
	arbiter->stale = true;
}

/* Whether our own masks have masks of this kind. */
static bool
is_own_kind(const struct dtap_arbiter *arbiter, unsigned unit)
{
	return (arbiter->own_kinds & kind_of(unit)) != 0;
}

/* Our own log masks are for those equipment ids that the modem has. */
static int
add_own(struct modem *modem, const struct dtap_masks *own)
{
	struct dtap_masks part = *own; /* its pages stay those of `own` */

	for (unsigned i = 0; i < DTAP_EQUIPMENTS; i++) {
		part.logs[i].items = modem->ranges.items[i];
		if (part.logs[i].items == 0)
			memset(part.logs[i].bits, 0, sizeof part.logs[i].bits);
	}
	return dtap_masks_add(&modem->wanted, &part);
}

static int
add_clients(struct dtap_arbiter *arbiter, struct dtap_masks *into)
{
	const struct client *client;
	unsigned slot = OWN;

	while ((client = dtap_client_next(arbiter, &slot)) != NULL)
		if (dtap_masks_add(into, &client->masks) != 0)
			return -1;
	return 0;
}

/* Leaves out what the modem does not have. */
static void
fit(struct dtap_masks *masks, const struct dtap_ranges *ranges)
{
	uint8_t bits[DTAP_EQUIPMENT_ITEMS / 8];

	for (unsigned i = 0; i < DTAP_EQUIPMENTS; i++)
		if (ranges->items[i] > 0) {
			memcpy(bits, masks->logs[i].bits, sizeof bits);
			dtap_masks_set_logs(masks, i, ranges->items[i], bits);
		}
	if (ranges->events > 0) {
		memcpy(bits, masks->events, sizeof bits);
		dtap_masks_set_events(masks, ranges->events, bits);
	}
}

static int
update(struct dtap_arbiter *arbiter, struct modem *modem)
{
	struct dtap_masks *wanted = &modem->wanted;

	dtap_masks_clear(wanted);
	if (add_own(modem, &arbiter->clients[OWN]->masks) != 0)
		return -1;
	if (!modem->remote && (dtap_masks_add(wanted, &arbiter->base) != 0 ||
			       dtap_masks_add(wanted, &arbiter->left) != 0 ||
			       add_clients(arbiter, wanted) != 0))
		return -1;
	fit(wanted, &modem->ranges);
	fit(&modem->has, &modem->ranges);
	modem->even = dtap_masks_messages_are_even(wanted);
	return 0;
}

int
dtap_union_update(struct dtap_arbiter *arbiter)
{
	if (arbiter->stale && (update(arbiter, &arbiter->modems[0]) != 0 ||
			       update(arbiter, &arbiter->modems[1]) != 0))
		return -1;
	arbiter->stale = false;
	return 0;
}

void
dtap_modem_forget(struct modem *modem)
{
	memset(&modem->ranges, 0, sizeof modem->ranges);
	modem->refuses_items = modem->refuses_ssids = false;
	memset(modem->known, 0, sizeof modem->known);
	memset(modem->refused, 0, sizeof modem->refused);
	dtap_masks_clear(&modem->has);
	modem->cursor = 0;
}

/* The messages of a range of SSIDs: do they differ, are there any? */
static void
compare_range(const struct modem *modem, unsigned range, bool *differs,
	      bool *any)
{
	unsigned last = modem->ranges.ssids[range].last;

	*differs = *any = false;
	for (unsigned id = modem->ranges.ssids[range].first; id <= last; id++) {
		uint32_t mask =
			dtap_masks_messages(&modem->wanted, (uint16_t)id);

		*any = *any || mask != 0;
		*differs =
			*differs ||
			mask != dtap_masks_messages(&modem->has, (uint16_t)id);
	}
}

static void
compare_every_message(const struct modem *modem, bool *differs, bool *any)
{
	*any = modem->wanted.every_message != 0;
	*differs = !dtap_masks_messages_are_even(&modem->has) ||
		   modem->has.every_message != modem->wanted.every_message;
}

static void
compare_bits(const uint8_t *wanted, const uint8_t *has, size_t size,
	     bool *differs, bool *any)
{
	*differs = memcmp(wanted, has, size) != 0;
	*any = false;
	for (size_t i = 0; i < size && !*any; i++)
		*any = wanted[i] != 0;
}

/* Of a unit that can be set. */
static void
compare(const struct modem *modem, unsigned unit, bool *differs, bool *any)
{
	unsigned id = unit - UNIT_LOGS;

	if (unit >= UNIT_MESSAGES)
		compare_range(modem, unit - UNIT_MESSAGES, differs, any);
	else if (unit == UNIT_EVERY_MESSAGE)
		compare_every_message(modem, differs, any);
	else if (unit == UNIT_EVENTS)
		compare_bits(modem->wanted.events, modem->has.events,
			     sizeof modem->has.events, differs, any);
	else
		compare_bits(modem->wanted.logs[id].bits,
			     modem->has.logs[id].bits,
			     sizeof modem->has.logs[id].bits, differs, any);
}

/* Messages are set all at once if they are all the same. */
static bool
is_settable(const struct modem *modem, unsigned unit)
{
	if (unit == UNIT_ITEMS || unit == UNIT_SSIDS)
		return false;
	if (unit < UNIT_EVENTS)
		return modem->ranges.items[unit - UNIT_LOGS] > 0 ||
		       modem->wanted.logs[unit - UNIT_LOGS].items > 0 ||
		       modem->has.logs[unit - UNIT_LOGS].items > 0;
	if (unit >= UNIT_MESSAGES)
		return !modem->even &&
		       unit - UNIT_MESSAGES < modem->ranges.ssid_ranges;
	return unit == UNIT_EVENTS || modem->even;
}

/*
 * What we know must be as it is wanted.  What we do not know is left alone as
 * long as nothing is wanted of it and it is not ours.
 */
bool
dtap_unit_must_be_set(const struct dtap_arbiter *arbiter,
		      const struct modem *modem, unsigned unit)
{
	bool differs, any;

	if (!is_settable(modem, unit))
		return false;
	compare(modem, unit, &differs, &any);
	if (modem->known[unit])
		return differs;
	return any || modem->claimed[unit] || is_own_kind(arbiter, unit);
}

/* Whether the modem's masks from before us are still to be asked for. */
static bool
must_ask_base(const struct dtap_arbiter *arbiter, const struct modem *modem,
	      unsigned unit)
{
	if (modem->remote || !arbiter->visited || arbiter->asked[unit] ||
	    modem->claimed[unit] || is_own_kind(arbiter, unit))
		return false;
	if (kind_of(unit) == KIND_MESSAGES)
		return unit >= UNIT_MESSAGES &&
		       unit - UNIT_MESSAGES < modem->ranges.ssid_ranges;
	return kind_of(unit) == KIND_EVENTS ||
	       modem->ranges.items[unit - UNIT_LOGS] > 0;
}

bool
dtap_unit_must_be_asked(const struct dtap_arbiter *arbiter,
			const struct modem *modem, unsigned unit)
{
	bool visited = arbiter->visited && !modem->remote;

	switch (unit) {
	case UNIT_ITEMS:
		return !modem->ranges.has_items && !modem->refuses_items &&
		       (visited || is_own_kind(arbiter, unit));
	case UNIT_SSIDS:
		return !modem->ranges.has_ssids && !modem->refuses_ssids &&
		       (visited || !modem->even);
	case UNIT_EVERY_MESSAGE:
		return false;
	default:
		return must_ask_base(arbiter, modem, unit);
	}
}

static size_t
put_log_request(uint8_t *out, uint32_t operation)
{
	memset(out, 0, 8);
	out[0] = DTAP_OPCODE_LOG_CONFIG;
	dtap_put32(out + 4, operation);
	return 8;
}

static size_t
put_message_request(uint8_t *out, uint8_t operation, const struct modem *modem,
		    unsigned range)
{
	memset(out, 0, 8);
	out[0] = DTAP_OPCODE_MESSAGE_CONFIG;
	out[1] = operation;
	dtap_put16(out + 2, modem->ranges.ssids[range].first);
	dtap_put16(out + 4, modem->ranges.ssids[range].last);
	return 6;
}

size_t
dtap_unit_ask(const struct modem *modem, unsigned unit, uint8_t *out)
{
	switch (unit) {
	case UNIT_ITEMS:
		return put_log_request(out, DTAP_LOG_RANGES);
	case UNIT_EVENTS:
		memset(out, 0, 4);
		out[0] = DTAP_OPCODE_GET_EVENT_MASK;
		return 4;
	case UNIT_SSIDS:
		out[0] = DTAP_OPCODE_MESSAGE_CONFIG;
		out[1] = DTAP_MESSAGE_RANGES;
		return 2;
	}
	if (unit >= UNIT_MESSAGES)
		return put_message_request(out, DTAP_MESSAGE_GET, modem,
					   unit - UNIT_MESSAGES);
	put_log_request(out, DTAP_LOG_GET);
	dtap_put32(out + 8, unit - UNIT_LOGS);
	return 12;
}

/* As many codes as the modem has, or the longest mask. */
static size_t
set_logs(const struct modem *modem, unsigned id, uint8_t *out)
{
	uint32_t items = modem->ranges.items[id];

	if (items == 0)
		items = modem->wanted.logs[id].items;
	if (items == 0)
		items = modem->has.logs[id].items;
	put_log_request(out, DTAP_LOG_SET);
	dtap_put32(out + 8, id);
	dtap_put32(out + 12, items);
	memcpy(out + 16, modem->wanted.logs[id].bits, (items + 7) / 8);
	return 16 + (items + 7) / 8;
}

/* All, none, or a mask. */
static size_t
set_events(const struct modem *modem, uint8_t *out)
{
	const struct dtap_masks *wanted = &modem->wanted;
	unsigned ids = modem->ranges.events > 0 ? modem->ranges.events
						: DTAP_EVENT_IDS;
	unsigned on = 0, last = 0;

	for (unsigned id = 0; id < ids; id++)
		if (dtap_masks_has_event(wanted, (uint16_t)id)) {
			on++;
			last = id;
		}
	if (on == 0 || on == ids) {
		out[0] = DTAP_OPCODE_EVENTS;
		out[1] = on > 0;
		return 2;
	}
	if (modem->ranges.events == 0)
		ids = last + 1;
	memset(out, 0, 4);
	out[0] = DTAP_OPCODE_SET_EVENT_MASK;
	dtap_put16(out + 4, (uint16_t)ids);
	memcpy(out + 6, wanted->events, (ids + 7) / 8);
	return 6 + (ids + 7) / 8;
}

static size_t
set_messages(const struct modem *modem, unsigned range, uint8_t *out)
{
	unsigned last = modem->ranges.ssids[range].last;
	uint8_t *end = out + 8;

	put_message_request(out, DTAP_MESSAGE_SET, modem, range);
	for (unsigned id = modem->ranges.ssids[range].first; id <= last;
	     id++, end += 4)
		dtap_put32(end,
			   dtap_masks_messages(&modem->wanted, (uint16_t)id));
	return (size_t)(end - out);
}

size_t
dtap_unit_set(const struct modem *modem, unsigned unit, uint8_t *out)
{
	if (unit >= UNIT_MESSAGES)
		return set_messages(modem, unit - UNIT_MESSAGES, out);
	if (unit == UNIT_EVENTS)
		return set_events(modem, out);
	if (unit < UNIT_EVENTS)
		return set_logs(modem, unit - UNIT_LOGS, out);
	memset(out, 0, 4);
	out[0] = DTAP_OPCODE_MESSAGE_CONFIG;
	out[1] = DTAP_MESSAGE_SET_ALL;
	dtap_put32(out + 4, modem->wanted.every_message);
	return 8;
}

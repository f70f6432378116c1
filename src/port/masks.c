/* SPDX-License-Identifier: MIT */
#include "port/masks.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#define PAGE_BYTES (DTAP_PAGE_SSIDS * sizeof(uint32_t))

void
dtap_masks_init(struct dtap_masks *masks)
{
	memset(masks, 0, sizeof *masks);
}

static void
free_pages(struct dtap_masks *masks)
{
	for (size_t i = 0; i < DTAP_SSID_PAGES; i++) {
		free(masks->messages[i]);
		masks->messages[i] = NULL;
	}
}

void
dtap_masks_clear(struct dtap_masks *masks)
{
	free_pages(masks);
	dtap_masks_init(masks);
}

/* Copies count bits, and clears the rest of room bytes. */
static void
copy_bits(uint8_t *into, size_t room, const uint8_t *bits, size_t count)
{
	size_t bytes = (count + 7) / 8;

	memset(into, 0, room);
	memcpy(into, bits, bytes);
	if (count % 8 > 0)
		into[bytes - 1] &= (uint8_t)((1U << count % 8) - 1);
}

void
dtap_masks_set_logs(struct dtap_masks *masks, unsigned equipment,
		    uint32_t items, const uint8_t *bits)
{
	struct dtap_log_mask *mask = &masks->logs[equipment];

	mask->items = items;
	copy_bits(mask->bits, sizeof mask->bits, bits, items);
}

void
dtap_masks_clear_logs(struct dtap_masks *masks)
{
	memset(masks->logs, 0, sizeof masks->logs);
}

void
dtap_masks_set_events(struct dtap_masks *masks, unsigned count,
		      const uint8_t *bits)
{
	copy_bits(masks->events, sizeof masks->events, bits, count);
}

void
dtap_masks_set_every_event(struct dtap_masks *masks, bool on)
{
	memset(masks->events, on ? 0xff : 0, sizeof masks->events);
}

/* The page, which is made if it is not there.  NULL: ENOMEM. */
static uint32_t *
page_of(struct dtap_masks *masks, unsigned page)
{
	uint32_t **at = &masks->messages[page];

	if (*at == NULL) {
		*at = malloc(PAGE_BYTES);
		for (size_t i = 0; *at != NULL && i < DTAP_PAGE_SSIDS; i++)
			(*at)[i] = masks->every_message;
	}
	return *at;
}

/* A page that has nothing of its own goes. */
static void
drop_even_page(struct dtap_masks *masks, unsigned page)
{
	uint32_t **at = &masks->messages[page];

	for (size_t i = 0; *at != NULL && i < DTAP_PAGE_SSIDS; i++)
		if ((*at)[i] != masks->every_message)
			return;
	free(*at);
	*at = NULL;
}

int
dtap_masks_set_messages(struct dtap_masks *masks, uint16_t first, uint16_t last,
			const uint8_t *values)
{
	for (unsigned ssid = first; ssid <= last; ssid++) {
		uint32_t *page = page_of(masks, ssid / DTAP_PAGE_SSIDS);

		if (page == NULL)
			return -1;
		page[ssid % DTAP_PAGE_SSIDS] =
			dtap_get32(values + (size_t)4 * (ssid - first));
	}
	for (unsigned page = first / DTAP_PAGE_SSIDS;
	     page <= last / DTAP_PAGE_SSIDS; page++)
		drop_even_page(masks, page);
	return 0;
}

void
dtap_masks_set_every_message(struct dtap_masks *masks, uint32_t mask)
{
	free_pages(masks);
	masks->every_message = mask;
}

bool
dtap_masks_has_log(const struct dtap_masks *masks, uint16_t code)
{
	unsigned item = code & 0xfff;

	return masks->logs[code >> 12].bits[item / 8] >> item % 8 & 1;
}

bool
dtap_masks_has_event(const struct dtap_masks *masks, uint16_t id)
{
	return id < DTAP_EVENT_IDS && masks->events[id / 8] >> id % 8 & 1;
}

uint32_t
dtap_masks_messages(const struct dtap_masks *masks, uint16_t ssid)
{
	const uint32_t *page = masks->messages[ssid / DTAP_PAGE_SSIDS];

	return page != NULL ? page[ssid % DTAP_PAGE_SSIDS]
			    : masks->every_message;
}

static bool
has_any_bit(const uint8_t *bits, size_t size)
{
	while (size > 0 && *bits == 0) {
		bits++;
		size--;
	}
	return size > 0;
}

bool
dtap_masks_has_any_log(const struct dtap_masks *masks)
{
	for (size_t i = 0; i < DTAP_EQUIPMENTS; i++)
		if (has_any_bit(masks->logs[i].bits,
				sizeof masks->logs[i].bits))
			return true;
	return false;
}

bool
dtap_masks_has_any_event(const struct dtap_masks *masks)
{
	return has_any_bit(masks->events, sizeof masks->events);
}

bool
dtap_masks_messages_are_even(const struct dtap_masks *masks)
{
	for (size_t i = 0; i < DTAP_SSID_PAGES; i++)
		if (masks->messages[i] != NULL)
			return false;
	return true;
}

/* A page is there only if it differs from every_message. */
bool
dtap_masks_has_any_message(const struct dtap_masks *masks)
{
	return masks->every_message != 0 ||
	       !dtap_masks_messages_are_even(masks);
}

unsigned
dtap_masks_count_logs(const struct dtap_masks *masks)
{
	unsigned count = 0;

	for (size_t i = 0; i < DTAP_EQUIPMENTS; i++)
		for (size_t j = 0; j < sizeof masks->logs[i].bits; j++)
			count += (unsigned)__builtin_popcount(
				masks->logs[i].bits[j]);
	return count;
}

/* size is a multiple of 8. */
static void
add_bits(uint8_t *into, const uint8_t *from, size_t size)
{
	for (size_t i = 0; i < size; i += 8) {
		uint64_t bits, more;

		memcpy(&bits, into + i, 8);
		memcpy(&more, from + i, 8);
		bits |= more;
		memcpy(into + i, &bits, 8);
	}
}

/* Before every_message of `into` changes. */
static int
add_page(struct dtap_masks *into, const struct dtap_masks *from, unsigned page)
{
	const uint32_t *more = from->messages[page];
	uint32_t *values;

	if (more == NULL && into->messages[page] == NULL)
		return 0;
	values = page_of(into, page);
	if (values == NULL)
		return -1;
	for (size_t i = 0; i < DTAP_PAGE_SSIDS; i++)
		values[i] |= more != NULL ? more[i] : from->every_message;
	return 0;
}

int
dtap_masks_add(struct dtap_masks *into, const struct dtap_masks *from)
{
	for (size_t i = 0; i < DTAP_EQUIPMENTS; i++) {
		struct dtap_log_mask *mask = &into->logs[i];

		if (from->logs[i].items == 0)
			continue;
		if (mask->items < from->logs[i].items)
			mask->items = from->logs[i].items;
		add_bits(mask->bits, from->logs[i].bits, sizeof mask->bits);
	}
	add_bits(into->events, from->events, sizeof into->events);
	for (unsigned page = 0; page < DTAP_SSID_PAGES; page++)
		if (add_page(into, from, page) != 0)
			return -1;
	into->every_message |= from->every_message;
	for (unsigned page = 0; page < DTAP_SSID_PAGES; page++)
		drop_even_page(into, page);
	return 0;
}

void
dtap_masks_move(struct dtap_masks *into, struct dtap_masks *from)
{
	free_pages(into);
	*into = *from;
	dtap_masks_init(from);
}

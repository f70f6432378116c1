/* SPDX-License-Identifier: MIT */
/*
 * The saved form of masks, little-endian:
 *
 *   u32 1              the version of the form
 *   512 bytes          events
 *   u32                the message mask of every SSID, but
 *   u16 n, n times     u16 first, u16 last SSID, u32 their message mask
 *   for each equipment id: u32 items, bits
 */
#include "port/masks.h"

#include <string.h>

#include <dtap/bytes.h>

#define VERSION  1
#define HEAD     (4 + DTAP_EVENT_IDS / 8 + 4 + 2)
#define LOGS_MAX (DTAP_EQUIPMENTS * (4 + DTAP_EQUIPMENT_ITEMS / 8))
#define RUN      8 /* bytes of SSIDs with the same mask */
#define RUNS_MAX ((DTAP_MASKS_SAVED_MAX - HEAD - LOGS_MAX) / RUN)
#define SSIDS    (DTAP_SSID_PAGES * DTAP_PAGE_SSIDS)

/* The SSID behind those that have the same message mask as this one. */
static unsigned
end_of_run(const struct dtap_masks *masks, unsigned ssid, uint32_t mask)
{
	while (ssid < SSIDS &&
	       dtap_masks_messages(masks, (uint16_t)ssid) == mask)
		ssid++;
	return ssid;
}

static uint8_t *
save_messages(const struct dtap_masks *masks, uint8_t *out)
{
	uint8_t *runs = out + 4;
	unsigned count = 0, end;

	dtap_put32(out, masks->every_message);
	out += 4 + 2;
	for (unsigned ssid = 0; ssid < SSIDS && count < RUNS_MAX; ssid = end) {
		uint32_t mask = dtap_masks_messages(masks, (uint16_t)ssid);

		end = end_of_run(masks, ssid, mask);
		if (mask == masks->every_message)
			continue;
		dtap_put16(out, (uint16_t)ssid);
		dtap_put16(out + 2, (uint16_t)(end - 1));
		dtap_put32(out + 4, mask);
		out += RUN;
		count++;
	}
	dtap_put16(runs, (uint16_t)count);
	return out;
}

size_t
dtap_masks_save(const struct dtap_masks *masks,
		uint8_t out[DTAP_MASKS_SAVED_MAX])
{
	uint8_t *end = out + 4 + sizeof masks->events;

	dtap_put32(out, VERSION);
	memcpy(out + 4, masks->events, sizeof masks->events);
	end = save_messages(masks, end);
	for (size_t i = 0; i < DTAP_EQUIPMENTS; i++) {
		const struct dtap_log_mask *mask = &masks->logs[i];
		size_t bytes = (mask->items + 7) / 8;

		dtap_put32(end, mask->items);
		memcpy(end + 4, mask->bits, bytes);
		end += 4 + bytes;
	}
	return (size_t)(end - out);
}

/* Takes size bytes from what is left.  NULL: there are not so many. */
static const uint8_t *
take(const uint8_t **data, size_t *left, size_t size)
{
	const uint8_t *taken = *data;

	if (size > *left)
		return NULL;
	*data += size;
	*left -= size;
	return taken;
}

/* Runs are in order, so that no SSID is set twice.  *next: the first SSID that
 * a run may have. */
static bool
restore_run(struct dtap_masks *masks, const uint8_t *run, unsigned *next)
{
	unsigned first = dtap_get16(run), last = dtap_get16(run + 2);
	uint8_t values[4 * DTAP_PAGE_SSIDS];

	if (first < *next || first > last)
		return false;
	*next = last + 1;
	for (size_t i = 0; i < sizeof values; i += 4)
		memcpy(values + i, run + 4, 4);
	while (first <= last) {
		unsigned end = first | (DTAP_PAGE_SSIDS - 1);

		end = end < last ? end : last;
		if (dtap_masks_set_messages(masks, (uint16_t)first,
					    (uint16_t)end, values) != 0)
			return false;
		first = end + 1;
	}
	return true;
}

static bool
restore_logs(struct dtap_masks *masks, unsigned equipment, const uint8_t **data,
	     size_t *left)
{
	const uint8_t *head = take(data, left, 4), *bits;
	uint32_t items = head != NULL ? dtap_get32(head) : UINT32_MAX;

	if (items > DTAP_EQUIPMENT_ITEMS)
		return false;
	bits = take(data, left, (items + 7) / 8);
	if (bits != NULL && items > 0)
		dtap_masks_set_logs(masks, equipment, items, bits);
	return bits != NULL;
}

static bool
restore(struct dtap_masks *masks, const uint8_t *data, size_t left)
{
	const uint8_t *head = take(&data, &left, HEAD), *run;
	unsigned next = 0;

	if (head == NULL || dtap_get32(head) != VERSION)
		return false;
	memcpy(masks->events, head + 4, sizeof masks->events);
	dtap_masks_set_every_message(masks, dtap_get32(head + HEAD - 6));
	for (unsigned runs = dtap_get16(head + HEAD - 2); runs > 0; runs--) {
		run = take(&data, &left, RUN);
		if (run == NULL || !restore_run(masks, run, &next))
			return false;
	}
	for (unsigned i = 0; i < DTAP_EQUIPMENTS; i++)
		if (!restore_logs(masks, i, &data, &left))
			return false;
	return left == 0;
}

bool
dtap_masks_restore(struct dtap_masks *masks, const uint8_t *data, size_t size)
{
	bool good;

	dtap_masks_clear(masks);
	good = size <= DTAP_MASKS_SAVED_MAX && restore(masks, data, size);
	if (!good)
		dtap_masks_clear(masks);
	return good;
}

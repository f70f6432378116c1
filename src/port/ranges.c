/* SPDX-License-Identifier: MIT */
#include "port/ranges.h"

#include <dtap/bytes.h>

#define ITEMS_AT 12 /* bytes before the items in the reply to 73/1 */
#define SSIDS_AT 8  /* bytes before the ranges in the reply to 7d/1 */

bool
dtap_ranges_read_items(struct dtap_ranges *ranges, const uint8_t *packet,
		       size_t size)
{
	if (size < ITEMS_AT + 4 * DTAP_EQUIPMENTS)
		return false;
	for (unsigned i = 0; i < DTAP_EQUIPMENTS; i++) {
		uint32_t items = dtap_get32(packet + ITEMS_AT + 4 * i);

		ranges->items[i] = items < DTAP_EQUIPMENT_ITEMS
					   ? items
					   : DTAP_EQUIPMENT_ITEMS;
	}
	ranges->has_items = true;
	return true;
}

bool
dtap_ranges_read_ssids(struct dtap_ranges *ranges, const uint8_t *packet,
		       size_t size)
{
	uint32_t count = size < SSIDS_AT ? UINT32_MAX
					 : dtap_get32(packet + SSIDS_AT - 4);

	if (count > DTAP_SSID_RANGES)
		count = DTAP_SSID_RANGES;
	if (size < SSIDS_AT + (size_t)4 * count)
		return false;
	ranges->ssid_ranges = 0;
	for (uint32_t i = 0; i < count; i++) {
		uint16_t first = dtap_get16(packet + SSIDS_AT + 4 * i);
		uint16_t last = dtap_get16(packet + SSIDS_AT + 2 + 4 * i);
		unsigned at = ranges->ssid_ranges;

		if (last - first >= DTAP_PAGE_SSIDS)
			last = (uint16_t)(first + DTAP_PAGE_SSIDS - 1);
		if (first > last ||
		    (at > 0 && first <= ranges->ssids[at - 1].last))
			continue;
		ranges->ssids[at].first = first;
		ranges->ssids[at].last = last;
		ranges->ssid_ranges++;
	}
	ranges->has_ssids = true;
	return true;
}

int
dtap_ranges_find(const struct dtap_ranges *ranges, uint16_t ssid)
{
	for (unsigned i = 0; i < ranges->ssid_ranges; i++)
		if (ssid >= ranges->ssids[i].first &&
		    ssid <= ranges->ssids[i].last)
			return (int)i;
	return -1;
}

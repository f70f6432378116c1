/* SPDX-License-Identifier: MIT */
/*
 * ranges.h - which logs, events and messages a modem has.
 *
 *   73 pad[3] u32 1 -> request, u32 status, 16 x u32 items
 *   7D 01           -> 7D 01 good 0, u32 n, n x (u16 first, u16 last)
 *
 * Plain memory; pure functions, any thread.
 */
#ifndef DTAP_RANGES_H
#define DTAP_RANGES_H

#include "port/masks.h"

#define DTAP_SSID_RANGES 64 /* ranges that are looked at */

/* Nothing is known: all zeros. */
struct dtap_ranges {
	bool has_items, has_ssids;       /* false: not known */
	uint32_t items[DTAP_EQUIPMENTS]; /* log codes; 0: no such equipment */
	struct {
		uint16_t first, last;
	} ssids[DTAP_SSID_RANGES]; /* in order, at most a page each */
	unsigned ssid_ranges;
	unsigned events; /* event ids; 0: not known */
};

/* Reads the replies to 73/1 and 7d/1.  False: it is not whole. */
bool dtap_ranges_read_items(struct dtap_ranges *ranges, const uint8_t *packet,
			    size_t size);
bool dtap_ranges_read_ssids(struct dtap_ranges *ranges, const uint8_t *packet,
			    size_t size);

/* The range that has an SSID; -1: none. */
int dtap_ranges_find(const struct dtap_ranges *ranges, uint16_t ssid);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * device_table.h - the devices that the hub knows, and what each said last.
 *
 * A device reports to the key-value bucket "devices" (docs/wire.md); one that
 * has not for 100 s is away.  Others are known by what the server has stored of
 * them.  What a device says is kept as it is, a JSON object, and is hostile.
 *
 * One lock, held for O(devices) at most; any thread.
 */
#ifndef DTAP_HUB_DEVICE_TABLE_H
#define DTAP_HUB_DEVICE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fleet/fleet_name.h"

#define DTAP_DEVICES_MOST  20000 /* more are not taken */
#define DTAP_DEVICE_REPORT 4096  /* bytes of a report; a longer one is not */
#define DTAP_DEVICE_AWAY_S 100

struct dtap_hub_devices;

struct dtap_hub_devices *dtap_hub_devices_new(void); /* NULL: ENOMEM */
void dtap_hub_devices_free(struct dtap_hub_devices *table);

/*
 * A report of a device: its text, and when it arrived by the server's clock.
 * `now` is monotonic ns.  False: the table or the report is too large, it is no
 * JSON object, or ENOMEM.
 */
bool dtap_hub_devices_report(struct dtap_hub_devices *table,
			     const struct dtap_fleet_name *name,
			     const char *text, size_t size, int64_t arrived,
			     int64_t now);

/* The device has said that it leaves. */
void dtap_hub_devices_left(struct dtap_hub_devices *table,
			   const struct dtap_fleet_name *name);

/* The server has messages of this tap of a device. */
void dtap_hub_devices_stored(struct dtap_hub_devices *table,
			     const struct dtap_fleet_name *name);

#define DTAP_HUB_DEVICE_TAPS 4 /* that are listed */

/* A device, as far as a stream of it needs to know. */
struct dtap_hub_device {
	struct dtap_fleet_name name; /* without a tap */
	char taps[DTAP_HUB_DEVICE_TAPS][DTAP_FLEET_WORD_ROOM]; /* stored; "" */
	bool is_here;
};

/*
 * How many groups have a device of this name; *found is one of them.  With a
 * `wanted` group only that one is looked at; "" is any.
 */
unsigned dtap_hub_devices_find(struct dtap_hub_devices *devices,
			       const char *device, const char *wanted,
			       int64_t now, struct dtap_hub_device *found);

/* All devices in JSON (docs/wire.md), malloc'd.  NULL: ENOMEM. */
char *dtap_hub_devices_json(struct dtap_hub_devices *table, int64_t now,
			    size_t *size);

struct dtap_device_counts {
	unsigned here, away;
	uint64_t refused; /* reports that were not taken */
};

struct dtap_device_counts dtap_hub_devices_counts(
	struct dtap_hub_devices *table, int64_t now);

#endif

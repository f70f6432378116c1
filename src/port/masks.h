/* SPDX-License-Identifier: MIT */
/*
 * masks.h - what a DIAG client, or the modem, has switched on.
 *
 * Log masks: for each equipment id (the upper 4 bits of a log code), how many
 * codes it has (items) and a bit for each.  Event masks: a bit for each event
 * id.  Message masks: for each subsystem id (SSID) a u32 with a bit for each
 * level.  Plain memory; one owner, one thread.
 *
 * Sources: the layouts of requests 0x73, 0x60, 0x82 and 0x7D as the kernel's
 * driver has them (drivers/char/diag/diag_masks.c), and docs/wire.md.
 */
#ifndef DTAP_MASKS_H
#define DTAP_MASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_EQUIPMENTS      16
#define DTAP_EQUIPMENT_ITEMS 4096 /* most codes of one equipment id */
#define DTAP_EVENT_IDS       4096 /* an event id has 12 bits */
#define DTAP_SSID_RANGES     64   /* ranges of SSIDs that one set can hold */
#define DTAP_RANGE_SSIDS     512  /* SSIDs in one range */

struct dtap_log_mask {
	uint32_t items; /* as the client gave it; 0: nothing was set */
	uint8_t bits[DTAP_EQUIPMENT_ITEMS / 8]; /* none beyond items */
};

struct dtap_masks {
	struct dtap_log_mask logs[DTAP_EQUIPMENTS];
	uint8_t events[DTAP_EVENT_IDS / 8];
	uint32_t *messages; /* by SSID, 0 to message_count - 1; NULL: none */
	size_t message_count;
};

/* All of it off. */
void dtap_masks_init(struct dtap_masks *masks);
void dtap_masks_clear(struct dtap_masks *masks); /* frees; all of it off */

bool dtap_masks_has_log(const struct dtap_masks *masks, uint16_t code);
bool dtap_masks_has_event(const struct dtap_masks *masks, uint16_t id);
uint32_t dtap_masks_messages(const struct dtap_masks *masks, uint16_t ssid);
bool dtap_masks_has_any_log(const struct dtap_masks *masks);
bool dtap_masks_has_any_event(const struct dtap_masks *masks);
bool dtap_masks_has_any_message(const struct dtap_masks *masks);

/* Log codes that are on, for status. */
unsigned dtap_masks_count_logs(const struct dtap_masks *masks);

/* into |= from.  -1 with ENOMEM; then `into` may have a part. */
int dtap_masks_add(struct dtap_masks *into, const struct dtap_masks *from);

/*
 * A form for keeping masks elsewhere: a launcher holds those of its program
 * over a restart of diagtapd (launch_protocol.h).  write returns the size, at
 * most DTAP_MASKS_SAVED_MAX; what does not fit is left out from the message
 * masks.  read trusts nothing: false, and all off, if it is not such a form.
 */
#define DTAP_MASKS_SAVED_MAX 61440
size_t dtap_masks_save(const struct dtap_masks *masks,
		       uint8_t out[DTAP_MASKS_SAVED_MAX]);
bool dtap_masks_restore(struct dtap_masks *masks, const uint8_t *data,
			size_t size);

#endif

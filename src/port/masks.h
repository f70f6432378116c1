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
#define DTAP_PAGE_SSIDS      512  /* SSIDs in one page of message masks */
#define DTAP_SSID_PAGES      128  /* pages of all 65536 SSIDs */

struct dtap_log_mask {
	uint32_t items; /* as the client gave it; 0: nothing was set */
	uint8_t bits[DTAP_EQUIPMENT_ITEMS / 8]; /* none beyond items */
};

struct dtap_masks {
	struct dtap_log_mask logs[DTAP_EQUIPMENTS];
	uint8_t events[DTAP_EVENT_IDS / 8];

	/* By SSID / DTAP_PAGE_SSIDS.  Where a page is NULL, each SSID has
	 * every_message; a page that would have nothing else is NULL. */
	uint32_t every_message;
	uint32_t *messages[DTAP_SSID_PAGES];
};

/* All of it off. */
void dtap_masks_init(struct dtap_masks *masks);
void dtap_masks_clear(struct dtap_masks *masks); /* frees; all of it off */

/* Bits beyond items are left out.  items is 1 to DTAP_EQUIPMENT_ITEMS. */
void dtap_masks_set_logs(struct dtap_masks *masks, unsigned equipment,
			 uint32_t items, const uint8_t *bits);
void dtap_masks_clear_logs(struct dtap_masks *masks);

/* Ids from count on are off; count is at most DTAP_EVENT_IDS. */
void dtap_masks_set_events(struct dtap_masks *masks, unsigned count,
			   const uint8_t *bits);
void dtap_masks_set_every_event(struct dtap_masks *masks, bool on);

/* values: little-endian u32 for SSIDs first to last.  -1 with ENOMEM. */
int dtap_masks_set_messages(struct dtap_masks *masks, uint16_t first,
			    uint16_t last, const uint8_t *values);
void dtap_masks_set_every_message(struct dtap_masks *masks, uint32_t mask);

bool dtap_masks_has_log(const struct dtap_masks *masks, uint16_t code);
bool dtap_masks_has_event(const struct dtap_masks *masks, uint16_t id);
uint32_t dtap_masks_messages(const struct dtap_masks *masks, uint16_t ssid);
bool dtap_masks_has_any_log(const struct dtap_masks *masks);
bool dtap_masks_has_any_event(const struct dtap_masks *masks);
bool dtap_masks_has_any_message(const struct dtap_masks *masks);

/* Whether all SSIDs have the same message mask: every_message. */
bool dtap_masks_messages_are_even(const struct dtap_masks *masks);

/* Log codes that are on, for status. */
unsigned dtap_masks_count_logs(const struct dtap_masks *masks);

/* into |= from.  -1 with ENOMEM; then `into` may have a part. */
int dtap_masks_add(struct dtap_masks *into, const struct dtap_masks *from);

/* Gives `into` what `from` has, which is empty then. */
void dtap_masks_move(struct dtap_masks *into, struct dtap_masks *from);

/*
 * A form for keeping masks elsewhere: a launcher holds those of its program
 * over a restart of diagtapd (launch_protocol.h).  save returns the size, at
 * most DTAP_MASKS_SAVED_MAX; what does not fit is left out from the message
 * masks.  restore trusts nothing: false, and all off, if it is not such a form,
 * or with ENOMEM.
 */
#define DTAP_MASKS_SAVED_MAX 61440
size_t dtap_masks_save(const struct dtap_masks *masks,
		       uint8_t out[DTAP_MASKS_SAVED_MAX]);
bool dtap_masks_restore(struct dtap_masks *masks, const uint8_t *data,
			size_t size);

#endif

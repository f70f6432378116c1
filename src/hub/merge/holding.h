/* SPDX-License-Identifier: MIT */
/*
 * holding.h - which containers of each tap of a device there are, and where:
 * the store of a hub has some, uploaded captures have others.
 *
 * A container is named by device, tap, boot and number.  What is held of a boot
 * is a row of pieces, in the order of numbers, none of which has a container
 * twice; what is between two of them is missing.  Records that are no
 * containers (requests, losses of a source) have no number: those at the border
 * of a piece are extras, and stand before a number.
 *
 * intake.h fills it, merged_records.h reads it.  Plain memory, one owner, no
 * I/O.
 */
#ifndef DTAP_HOLDING_H
#define DTAP_HOLDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dtap/container.h>

#include "fleet/fleet_name.h"

enum dtap_origin { DTAP_FROM_STORE, DTAP_FROM_FILES, DTAP_ORIGINS };

/* Containers first to next - 1, with all records between them. */
struct dtap_piece {
	uint64_t first, next;
	struct dtap_amount lost; /* right before it, as its origin says */
	int64_t begun;           /* its first record, ns since 1970 */
	uint64_t at, size;       /* in the spool; size 0: of another time */
	enum dtap_origin origin;
};

/* A record that is no container. */
struct dtap_extra {
	uint64_t before; /* the number of the next container */
	int64_t time;
	uint64_t at; /* in the spool, `size` bytes */
	uint32_t size;
	enum dtap_origin origin;
};

struct dtap_held_boot {
	struct dtap_held_boot *next;
	uint64_t boot;
	struct dtap_piece *pieces;
	size_t piece_count, piece_room;
	struct dtap_extra *extras; /* in the order in which they were added */
	size_t extra_count, extra_room;
};

struct dtap_held_tap {
	struct dtap_held_tap *next;
	struct dtap_fleet_name name; /* group "": only files have it */
	struct dtap_held_boot *boots;
};

/* All zeros: empty. */
struct dtap_holding {
	struct dtap_held_tap *taps;
};

void dtap_holding_clear(struct dtap_holding *holding);

/*
 * The boot, which is made if it is not there.  A name without a group is that
 * of the tap that has this boot, or else of the first of this device.  NULL:
 * ENOMEM.
 */
struct dtap_held_boot *dtap_holding_boot(struct dtap_holding *holding,
					 const struct dtap_fleet_name *name,
					 uint64_t boot);

/* Containers that are held, or are missing, in a row. */
struct dtap_stretch {
	uint64_t next; /* behind the last one */
	bool is_held;
};

/* The stretch that has this number. */
struct dtap_stretch dtap_held_boot_stretch(const struct dtap_held_boot *boot,
					   uint64_t number);

/* No container of first to next - 1 is missing. */
bool dtap_held_boot_has(const struct dtap_held_boot *boot, uint64_t first,
			uint64_t next);

/* The records between the containers number - 1 and number are in a piece. */
bool dtap_held_boot_is_inside(const struct dtap_held_boot *boot,
			      uint64_t number);

/* None of its containers is held yet.  False: ENOMEM. */
bool dtap_held_boot_add(struct dtap_held_boot *boot,
			const struct dtap_piece *piece);
bool dtap_held_boot_add_extra(struct dtap_held_boot *boot,
			      const struct dtap_extra *extra);

#endif

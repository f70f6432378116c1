/* SPDX-License-Identifier: MIT */
/*
 * merged_file.h - all that is held, in one file of pcapng, by time.
 *
 * Each tap of a device is an interface (hub/pcapng.h).  The records of a tap
 * keep their order; of the taps the one whose next record is the oldest is
 * next.
 *
 * One owner, one thread.
 */
#ifndef DTAP_MERGED_FILE_H
#define DTAP_MERGED_FILE_H

#include <stdio.h>

#include "hub/merge/holding.h"
#include "hub/merge/spool.h"

/* What was written of a tap. */
struct dtap_merged_tap {
	const struct dtap_fleet_name *name;
	uint64_t records[DTAP_ORIGINS];
	uint64_t missing; /* containers */
};

/*
 * Writes it, and tells of each tap that had a record, in the order of the
 * holding.  False with errno: `out` failed, or the spool, or ENOMEM.
 */
bool dtap_merged_file_write(
	FILE *out, const struct dtap_holding *holding, struct dtap_spool *spool,
	void (*tell)(void *arg, const struct dtap_merged_tap *tap), void *arg);

#endif

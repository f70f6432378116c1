/* SPDX-License-Identifier: MIT */
/*
 * early_records.h - records without a time wait for the first one that has one,
 * and get its time.
 *
 * What waits is bounded: of a capture that begins with more, these records keep
 * the time 0.  One owner, one thread.
 */
#ifndef DTAP_EARLY_RECORDS_H
#define DTAP_EARLY_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeros at first. */
struct dtap_early_records {
	uint8_t *data;
	size_t size, room;
	bool over; /* nothing waits any more */
};

/*
 * Takes the records without a time at the front of `records` (seconds 0), and
 * returns their bytes; SIZE_MAX: ENOMEM.  When it returns less than size, or
 * `over` is set, what waited is complete: write data, then call _end.
 */
size_t dtap_early_records_take(struct dtap_early_records *early,
			       const uint8_t *records, size_t size);

/* Nothing waits any more; frees what has waited. */
void dtap_early_records_end(struct dtap_early_records *early);

#endif

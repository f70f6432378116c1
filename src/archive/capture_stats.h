/* SPDX-License-Identifier: MIT */
/*
 * capture_stats.h - what is in a capture, counted record by record.
 *
 * Plain data, one owner.  Zeros at first.
 */
#ifndef DTAP_CAPTURE_STATS_H
#define DTAP_CAPTURE_STATS_H

#include <stdbool.h>

#include <dtap/container.h>

#include "archive/codes.h"

struct dtap_tally {
	uint64_t records, requests;
	struct dtap_amount containers; /* those in parts once */
	struct dtap_amount lost;       /* as its loss records say */
	struct timespec first, last;   /* zeros: not known */
	struct dtap_codes codes;       /* of containers in one record, of */
	uint64_t coded;                /* ... these many of them */
	bool hurried;                  /* set by the owner: codes cost time */
};

/* Counts whole pcap records; what is not whole at the end is passed over. */
void dtap_tally_records(struct dtap_tally *tally, const uint8_t *records,
			size_t size);

#endif

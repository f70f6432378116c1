/* SPDX-License-Identifier: MIT */
/*
 * metric_families.h - the families of /metrics with one sample for each tap,
 * and the figures that they are made of.
 *
 * Plain data, a table that is never changed.  Any thread.
 */
#ifndef DTAP_METRIC_FAMILIES_H
#define DTAP_METRIC_FAMILIES_H

#include "archive/archive.h"
#include "service/service.h"

/* All figures of a tap. */
struct dtap_tap_figures {
	const char *tap;
	struct dtap_tap_status status;
	struct dtap_ring_status ring;
	uint64_t wrong_frames, stray_bytes, skipped_bytes, resyncs, missed,
		skipped_records;
	bool is_archived;
	struct dtap_archive_status archive;
};

/* A family with one sample for each tap. */
struct dtap_metric_family {
	const char *name, *type, *help;
	uint64_t (*value)(const struct dtap_tap_figures *figures);
	bool of_archive; /* only of taps that have one */
};

/* The table; its families are in the order in which they are written. */
const struct dtap_metric_family *dtap_metric_families(size_t *count);

#endif

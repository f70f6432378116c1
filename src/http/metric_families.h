/* SPDX-License-Identifier: MIT */
/*
 * metric_families.h - the table of the metrics that each tap has.
 *
 * Constant; any thread.
 */
#ifndef DTAP_METRIC_FAMILIES_H
#define DTAP_METRIC_FAMILIES_H

#include "service/service.h"

/* All figures of a tap. */
struct dtap_metric_figures {
	const char *tap;
	struct dtap_tap_status status;
	struct dtap_ring_status ring;
	uint64_t wrong_frames, stray_bytes, skipped_bytes, resyncs, missed,
		skipped_records;
	bool is_archived, is_sent;
	struct dtap_archive_status archive;
	struct dtap_uplink_tap_status uplink;
};

/* Which taps have a family. */
enum dtap_metric_owner {
	DTAP_OF_TAP,     /* all */
	DTAP_OF_ARCHIVE, /* those that are recorded */
	DTAP_OF_UPLINK,  /* those that an uplink sends */
};

/* A family with one sample for each tap. */
struct dtap_metric_family {
	const char *name, *type, *help;
	uint64_t (*value)(const struct dtap_metric_figures *figures);
	enum dtap_metric_owner owner;
};

extern const struct dtap_metric_family dtap_metric_families[];
extern const size_t dtap_metric_family_count;

#endif

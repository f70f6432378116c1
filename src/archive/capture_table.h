/* SPDX-License-Identifier: MIT */
/*
 * capture_table.h - captures in their order, and sums over them.
 *
 * Adding the newest and removing the oldest cost the same whatever the size of
 * the table.  Plain data, one owner.  All zeros: empty.
 */
#ifndef DTAP_CAPTURE_TABLE_H
#define DTAP_CAPTURE_TABLE_H

#include "archive/scan.h"

/* Sums over the captures. */
struct dtap_capture_sums {
	uint64_t captures, bytes;  /* finished captures; all their files */
	uint64_t unfinished_bytes; /* plain files that are not finished */
};

struct dtap_capture_table {
	struct dtap_capture *all; /* room for `room` */
	size_t first, count, room;
	struct dtap_capture_sums sums;
};

/* Which captures.  Zeros: all. */
struct dtap_capture_filter {
	unsigned all, any, none; /* bits of finished files; any = 0: whatever */
	bool unfinished;         /* has unfinished files */
};

/* All finished captures. */
extern const struct dtap_capture_filter dtap_finished_captures;

/* Takes over the captures of a scan, which is empty then. */
void dtap_capture_table_fill(struct dtap_capture_table *table,
			     struct dtap_scan *scan);
void dtap_capture_table_clear(struct dtap_capture_table *table);

/* NULL: it is not in the table.  Valid until the table changes. */
const struct dtap_capture *dtap_capture_table_find(
	const struct dtap_capture_table *table,
	const struct dtap_capture_name *name);

/* Replaces or adds a capture; removes one without files.  -1: ENOMEM. */
int dtap_capture_table_set(struct dtap_capture_table *table,
			   const struct dtap_capture *capture);

/* The oldest that matches and is newer than `after` (NULL: of all); or NULL. */
const struct dtap_capture *dtap_capture_table_next(
	const struct dtap_capture_table *table,
	const struct dtap_capture_filter *filter,
	const struct dtap_capture_name *after);

/* The newest that matches and is older than `before` (NULL: of all); or NULL.
 */
const struct dtap_capture *dtap_capture_table_previous(
	const struct dtap_capture_table *table,
	const struct dtap_capture_filter *filter,
	const struct dtap_capture_name *before);

/*
 * Copies the newest `most` finished captures that are older than `before`
 * (NULL: of all), the oldest first.  Returns how many.  *older: finished
 * captures that are older than these.
 */
size_t dtap_capture_table_page(const struct dtap_capture_table *table,
			       const struct dtap_capture_name *before,
			       struct dtap_capture *captures, size_t most,
			       uint64_t *older);

#endif

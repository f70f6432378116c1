/* SPDX-License-Identifier: MIT */
/*
 * archive_api.h - /api/archive: what was recorded, to be listed, fetched, deleted.
 *
 * Run by the clerk (file_worker.h), for all of it waits for the disk.  The errand's
 * word is the name in the path, hostile until the catalogue has found it.
 */
#ifndef DTAP_ARCHIVE_API_H
#define DTAP_ARCHIVE_API_H

#include "http/archive/file_worker.h"

/* The JSON of GET /api/archive; docs/wire.md describes it. */
bool dtap_captures_list(const struct dtap_errand *errand,
			struct dtap_delivery *delivery);

/* GET and HEAD of a capture or sidecar file: all of it, or a range. */
bool dtap_captures_fetch(const struct dtap_errand *errand,
			 struct dtap_delivery *delivery);

bool dtap_captures_remove(const struct dtap_errand *errand,
			  struct dtap_delivery *delivery);

/* Whether a query of the list is one: "" or limit=N.  *limit is set. */
bool dtap_captures_query(const char *query, unsigned *limit);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * archive_api.h - /api/archive: what was recorded, to be listed, fetched,
 * deleted.
 *
 * Run by the file worker (file worker.h), for all of it waits for the disk. The
 * request's word is the name in the path, hostile until the catalogue has found
 * it.
 */
#ifndef DTAP_ARCHIVE_API_H
#define DTAP_ARCHIVE_API_H

#include "http/archive/file_worker.h"

/* The JSON of GET /api/archive; docs/wire.md describes it. */
bool dtap_archive_list(const struct dtap_file_request *file_request,
		       struct dtap_response *response);

/* GET and HEAD of a capture or sidecar file: all of it, or a range. */
bool dtap_archive_fetch(const struct dtap_file_request *file_request,
			struct dtap_response *response);

bool dtap_archive_delete(const struct dtap_file_request *file_request,
			 struct dtap_response *response);

/* Whether a query of the list is one: "" or limit=N.  *limit is set. */
bool dtap_archive_list_query(const char *query, unsigned *limit);

#endif

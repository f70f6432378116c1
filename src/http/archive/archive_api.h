/* SPDX-License-Identifier: MIT */
/*
 * archive_api.h - /api/archive: captures are listed, fetched and deleted.
 *
 * On the file worker's thread (file_worker.h), since all of it waits for the
 * disk.  The word of the request is the name in the path; it is hostile until
 * the catalogue has found it.
 */
#ifndef DTAP_ARCHIVE_API_H
#define DTAP_ARCHIVE_API_H

#include "http/archive/file_worker.h"

/* The JSON of GET /api/archive; docs/wire.md describes it. */
bool dtap_archive_list(const struct dtap_file_request *file_request,
		       struct dtap_response *response);

/* GET and HEAD of a capture or sidecar file: all of it, or a range; or a
 * compressed capture without its compression. */
bool dtap_archive_fetch(const struct dtap_file_request *file_request,
			struct dtap_response *response);

bool dtap_archive_delete(const struct dtap_file_request *file_request,
			 struct dtap_response *response);

/* Reads the query of the list: "" or limit=N.  False: it is something else. */
bool dtap_archive_list_query(const char *query, unsigned *limit);

/* Reads the query of a file: "" or compression=none.  False: something else. */
bool dtap_archive_file_query(const char *query, bool *decompress);

#endif

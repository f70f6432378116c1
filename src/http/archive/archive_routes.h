/* SPDX-License-Identifier: MIT */
/*
 * archive_routes.h - the answers of /api/archive: orders are given at once, and what
 * waits for the disk goes to the file worker, with the connection.
 */
#ifndef DTAP_ARCHIVE_ROUTES_H
#define DTAP_ARCHIVE_ROUTES_H

#include "http/handlers.h"

int dtap_handle_archive_list(const struct dtap_call *call); /* the list */
int dtap_handle_archive_file(const struct dtap_call *call); /* one of them */
int dtap_handle_archive_delete(const struct dtap_call *call);
int dtap_handle_archive_order(
	const struct dtap_call *call); /* rotate, start, stop */

#endif

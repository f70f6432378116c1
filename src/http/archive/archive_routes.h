/* SPDX-License-Identifier: MIT */
/*
 * archive_routes.h - the handlers of what waits for the disk: /api/archive, and
 * /wireshark.
 *
 * Orders are given at once.  What waits for the disk goes to the file worker,
 * with its connection.  On the server's thread.
 */
#ifndef DTAP_ARCHIVE_ROUTES_H
#define DTAP_ARCHIVE_ROUTES_H

#include "http/handlers.h"

/* A file of the folder that viewer.wireshark names; 404 if it names none. */
enum dtap_answer dtap_handle_wireshark(const struct dtap_call *call);

enum dtap_answer dtap_handle_archive_list(const struct dtap_call *call);
enum dtap_answer dtap_handle_archive_file(const struct dtap_call *call);
enum dtap_answer dtap_handle_archive_delete(const struct dtap_call *call);

/* POST: rotate, start, stop. */
enum dtap_answer dtap_handle_archive_order(const struct dtap_call *call);

#endif

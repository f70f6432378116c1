/* SPDX-License-Identifier: MIT */
/*
 * archive_routes.h - the answers of /api/archive: orders are given at once, and what
 * waits for the disk goes to the clerk, with the connection.
 */
#ifndef DTAP_ARCHIVE_ROUTES_H
#define DTAP_ARCHIVE_ROUTES_H

#include "http/handlers.h"

int dtap_answer_captures(const struct dtap_call *call); /* the list */
int dtap_answer_capture(const struct dtap_call *call);  /* one of them */
int dtap_answer_remove(const struct dtap_call *call);
int dtap_answer_order(const struct dtap_call *call); /* rotate, start, stop */

#endif

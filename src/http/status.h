/* SPDX-License-Identifier: MIT */
/*
 * status.h - the JSON of GET /api/status; docs/wire.md describes it.
 *
 * On the server's thread.
 */
#ifndef DTAP_STATUS_H
#define DTAP_STATUS_H

#include "service/service.h"

/* The caller frees it; *size bytes.  NULL: ENOMEM. */
char *dtap_status_json(const struct dtap_service *service, size_t *size);

#endif

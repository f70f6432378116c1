/* SPDX-License-Identifier: MIT */
/*
 * devices_api.h - GET /api/devices: the DIAG ports of this machine, as
 * devices/listing.h writes them.
 *
 * sysfs and /proc may be slow, so the file worker makes the answer.  On the
 * server's thread.
 */
#ifndef DTAP_DEVICES_API_H
#define DTAP_DEVICES_API_H

#include "http/handlers.h"

enum dtap_answer dtap_handle_devices(const struct dtap_call *call);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * status_uplink.h - the uplink in the status, and who this device is.
 */
#ifndef DTAP_STATUS_UPLINK_H
#define DTAP_STATUS_UPLINK_H

#include <stdio.h>

#include "uplink/uplink.h"

/* Writes the member "uplink" (docs/wire.md), behind a comma; uplink may be
 * NULL. */
void dtap_status_uplink_put(FILE *out,
			    const struct dtap_fleet_identity *identity,
			    struct dtap_uplink *uplink);

#endif

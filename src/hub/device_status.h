/* SPDX-License-Identifier: MIT */
/*
 * device_status.h - the status of one device in the form of diagtapd's
 * /api/status, for the viewer.
 *
 * No state; any thread.
 */
#ifndef DTAP_HUB_DEVICE_STATUS_H
#define DTAP_HUB_DEVICE_STATUS_H

#include "hub/hub.h"

/* malloc'd.  NULL: ENOMEM. */
char *dtap_hub_device_status(const struct dtap_hub *hub,
			     const struct dtap_hub_device *device,
			     size_t *size);

#endif

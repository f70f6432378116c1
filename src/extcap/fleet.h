/* SPDX-License-Identifier: MIT */
/*
 * fleet.h - the devices of a hub, as Wireshark wants to have them listed.
 *
 * It asks the hub.  Errors are a line on standard error, which Wireshark shows.
 */
#ifndef DTAP_EXTCAP_FLEET_H
#define DTAP_EXTCAP_FLEET_H

#include <stdio.h>

#include "extcap/capture.h"

#define DTAP_FLEET_LISTED 200 /* more are found by a search */

/*
 * Prints a line for each device that is here and whose name or group has the
 * text of `search` in it: `format` with "GROUP.DEVICE", device and group.
 * Returns the exit status.
 */
int dtap_extcap_fleet_list(FILE *out, const struct dtap_extcap_capture *capture,
			   const char *search, const char *format);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * fleet_identity.h - who a daemon is in a fleet.
 *
 * Containers are counted from 0 at each start of a daemon.  The boot, a random
 * number, tells one start from the next; clocks cannot.  So a container has one
 * name for ever: device, boot, tap and number.  Plain data.
 */
#ifndef DTAP_FLEET_IDENTITY_H
#define DTAP_FLEET_IDENTITY_H

#include "fleet/fleet_message.h"

struct dtap_fleet_identity {
	char group[DTAP_FLEET_WORD_ROOM];
	char device[DTAP_FLEET_WORD_ROOM]; /* "": the owner chose none */
	uint64_t boot;
	char boot_text[DTAP_FLEET_BOOT_ROOM];
};

#endif

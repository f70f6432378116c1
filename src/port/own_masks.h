/* SPDX-License-Identifier: MIT */
/*
 * own_masks.h - the masks of the configuration: what diagtapd itself asks a
 * modem for.
 *
 * They do not depend on the modem: "all" is every code that there can be.  The
 * arbiter asks for those that the modem has.
 *
 * Pure, any thread.
 */
#ifndef DTAP_OWN_MASKS_H
#define DTAP_OWN_MASKS_H

#include "port/masks.h"

/* What a modem is asked to log.  Nothing: all zeros, and logs "". */
struct dtap_mask_options {
	enum {
		DTAP_LOGS_NONE,
		DTAP_LOGS_SIGNALLING,
		DTAP_LOGS_RADIO, /* signalling and measurements */
		DTAP_LOGS_ALL,
	} preset;
	const char *logs; /* more codes: "0xB0C0 0xB821" */
	bool events;
	uint32_t messages; /* a bit for each level; 0: none */
};

/* Into masks, which are all off.  Needs no memory. */
void dtap_own_masks(struct dtap_masks *masks,
		    const struct dtap_mask_options *options);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * radio_codes.h - the log codes that the preset "radio" adds to "signalling";
 * conf/diagtapd.conf names each.
 */
#ifndef DTAP_RADIO_CODES_H
#define DTAP_RADIO_CODES_H

#include <stdint.h>

static const uint16_t dtap_radio[] = {
	0xB061, 0xB062, 0xB063, 0xB064, 0xB114, 0xB179, 0xB17F,
	0xB180, 0xB192, 0xB193, 0xB195, 0xB197, 0xB97F, 0x4005,
	0x4127, 0x506A, 0x506C, 0x5071, 0x507A, 0x507B, 0x5134,
};

#endif

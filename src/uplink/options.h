/* SPDX-License-Identifier: MIT */
/*
 * options.h - the keys of the group `uplink`; diagtapd.conf(5) says what each
 * does.  Plain data, never changed.
 */
#ifndef DTAP_UPLINK_OPTIONS_H
#define DTAP_UPLINK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <dtap/record_clock.h>

#include "fleet/fleet_identity.h"
#include "nats/link_options.h"

struct dtap_uplink_options {
	struct dtap_link_options link;
	const struct dtap_fleet_identity *identity; /* these three outlive it */
	const struct dtap_record_clock *record_clock;
	const char *version;
	unsigned linger_ms;
	size_t window_bytes; /* of each tap: messages without an answer */
	bool zstd;
};

#endif

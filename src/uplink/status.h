/* SPDX-License-Identifier: MIT */
/*
 * status.h - what an uplink does and has done.  Plain data.
 */
#ifndef DTAP_UPLINK_STATUS_H
#define DTAP_UPLINK_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include <dtap/container.h>

#include "nats/link.h"

#define DTAP_UPLINK_TAPS 2
#define DTAP_UPLINK_WHY  (DTAP_LINK_WHY + 240)

enum dtap_uplink_state {
	DTAP_UPLINK_OFF,        /* it is not started */
	DTAP_UPLINK_CONNECTING, /* to one of the servers */
	DTAP_UPLINK_CONNECTED,
	DTAP_UPLINK_WAITING, /* before it connects again */
	DTAP_UPLINK_STOPPED,
};

/* Counted since the start; they never become less. */
struct dtap_uplink_tap_status {
	const char *name;
	uint64_t messages, bytes;    /* stored; bytes as they were sent */
	struct dtap_amount stored;   /* containers in these */
	struct dtap_amount lost;     /* containers that will never be sent */
	struct dtap_amount waiting;  /* neither; this may become less */
	uint64_t resent, duplicates; /* sent again; stored before */
	uint64_t dropped;            /* messages that were too large */
};

struct dtap_uplink_status {
	enum dtap_uplink_state state;
	char server[DTAP_LINK_WHY];  /* the last one; "" */
	char why[DTAP_UPLINK_WHY];   /* what is wrong now; "" */
	uint64_t connections;        /* that were made */
	uint64_t failures;           /* attempts to make one that failed */
	uint64_t timeouts, refusals; /* messages without an answer; refused */
	size_t tap_count;
	struct dtap_uplink_tap_status taps[DTAP_UPLINK_TAPS];
};

#endif

/* SPDX-License-Identifier: MIT */
/*
 * fake_traffic.h - what a made-up modem sends by itself: logs of several
 * equipment ids, events and messages, as far as its masks let them pass.
 *
 * A log carries a number that counts the logs of its code which were sent, so
 * that a test sees each loss: u16 code, u32 number, padding of 16 bytes. Events
 * and messages come in between.  With a feed it sends the frames of a file
 * instead.
 */
#ifndef DTAP_FAKE_TRAFFIC_H
#define DTAP_FAKE_TRAFFIC_H

#include "support/fake_modem.h"

#define FAKE_TRAFFIC_PACKET_MAX (1 << 16)

struct fake_traffic {
	FILE *feed; /* QMDL, again and again; NULL: made-up traffic */
	unsigned step;
	uint32_t sent[16]; /* logs, by the place of their code in the table */
};

/* The size of the next packet; 0: the masks let it not pass. */
size_t fake_traffic_next(struct fake_traffic *traffic,
			 const struct fake_modem *modem,
			 uint8_t out[FAKE_TRAFFIC_PACKET_MAX]);

#endif

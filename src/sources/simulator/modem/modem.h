/* SPDX-License-Identifier: MIT */
/*
 * modem.h - a made-up modem behind a made-up /dev/diag.
 *
 * It writes one read(2)'s worth at a time: first the five mask notices, then
 * data containers of a few hundred bytes to some KB (2 KB in the mean), one
 * in a thousand of 20 to 60 KB.  Their packets tell the story of story.h,
 * among the measurements, events and text lines that a modem never stops to
 * write; now and then the second SIM has its say (opcode 0x98), and a frame is
 * cut at a message's end and goes on in the next message.
 *
 * It has no clock and allocates nothing: the bytes depend on the seed and on
 * the times given, and on nothing else.  Owned by one thread; plain memory,
 * no clean-up.
 */
#ifndef DTAP_MODEM_H
#define DTAP_MODEM_H

#include <dtap/hdlc.h>

#include "sources/simulator/modem/packets.h"
#include "sources/simulator/modem/story.h"

#define MODEM_CONTAINER_MAX 131072 /* bytes: none is longer */

struct modem {
	struct modem_random random;
	struct modem_story story;
	unsigned notices; /* given so far */
	int64_t last_us;  /* the latest time that a packet bears */
	size_t rest_size; /* of a frame that was cut: */
	uint8_t rest[DTAP_HDLC_ROOM(MODEM_PACKET_MAX)];
};

void modem_begin(struct modem *modem, uint64_t seed);

/*
 * Writes the next container to out, which has room for MODEM_CONTAINER_MAX
 * bytes, and returns its length.  Packets bear times that do not go back
 * within a container, up to unix_us, and from where the last container ended
 * if that is less than 5 ms before.
 */
size_t modem_next(struct modem *modem, int64_t unix_us, uint8_t *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * modem.h - a made-up modem behind a made-up /dev/diag.
 *
 * Each call writes what one read(2) would return: first the five mask notices,
 * then data containers of a few hundred bytes to some KB (2 KB on average); one
 * in a thousand has 20 to 60 KB.  The packets are the signalling of story.h,
 * mixed with measurements, events and text lines.  Some packets are of the
 * second SIM (opcode 0x98).  Some frames are divided: they end in the next
 * message.
 *
 * It has no clock and allocates nothing: the bytes depend only on the seed and
 * on the times given.  Owned by one thread; plain memory, no clean-up.
 */
#ifndef DTAP_MODEM_H
#define DTAP_MODEM_H

#include <stdbool.h>

#include <dtap/hdlc.h>

#include "sources/simulator/modem/day.h"
#include "sources/simulator/modem/packets.h"
#include "sources/simulator/modem/story.h"

#define DTAP_MODEM_CONTAINER_MAX 131072 /* bytes: none is longer */

/* Which packets are sent; passes NULL: all. */
struct dtap_modem_filter {
	bool (*passes)(void *arg, const uint8_t *packet, size_t size);
	void *arg;
};

struct dtap_modem {
	struct dtap_modem_filter filter; /* set it after begin */
	struct dtap_random random;
	struct dtap_modem_story story;
	struct dtap_modem_day day;
	unsigned sims;    /* of the day: 1 or 2; 0: the other story is told */
	unsigned notices; /* written so far */
	int64_t last_us;  /* the time of the latest packet */
	const struct dtap_modem_pdu *told; /* its events come next; or NULL */
	bool camped;                       /* events of the cell come next */
	int64_t serving_us, neighbour_us;  /* when these are measured next */
	size_t rest_size; /* bytes in rest: the end of a divided frame */
	uint8_t rest[DTAP_HDLC_ROOM(DTAP_MODEM_PACKET_MAX)];
};

void dtap_modem_begin(struct dtap_modem *modem, uint64_t seed);

/* Before the first container; sims is 1, or 2 for a phone with a second SIM. */
void dtap_modem_tell_day(struct dtap_modem *modem, unsigned sims);

/*
 * Writes the next container to out, which has room for DTAP_MODEM_CONTAINER_MAX
 * bytes, and returns its length; 0: no packet of it passes.  The times of its
 * packets never go back.  They end at unix_us, and begin at the end of the last
 * container, but at most 5 ms before unix_us.
 */
size_t dtap_modem_next(struct dtap_modem *modem, int64_t unix_us, uint8_t *out);

#endif

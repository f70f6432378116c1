/* SPDX-License-Identifier: MIT */
/*
 * scrub.h - takes session keys, or identities of subscribers, out of packets
 * that are to be shared.
 *
 * It fails closed: only logs and events pass; a log that is known to hold what
 * is to go loses it where the layout is proved, and else its whole body.  It
 * cannot promise anything of logs that nobody has described.  Pure functions,
 * any thread.
 */
#ifndef DTAP_SCRUB_H
#define DTAP_SCRUB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dtap_scrub {
	DTAP_SCRUB_KEYS = 1,
	DTAP_SCRUB_IDENTITIES = 2, /* IMSI, IMEI, GUTI, TMSI, numbers */
};

/*
 * Reads "keys", "identities" or both with a comma, and adds them to *what.
 * False: it is anything else.
 */
bool dtap_scrub_read(unsigned *what, const char *text, size_t size);

enum dtap_scrubbed {
	DTAP_SCRUBBED_KEPT,    /* as it is */
	DTAP_SCRUBBED_CHANGED, /* bytes were set to zero */
	DTAP_SCRUBBED_DROPPED, /* the packet must not pass */
};

/* A packet without escapes and CRC; `what` is a sum of enum dtap_scrub. */
enum dtap_scrubbed dtap_scrub(uint8_t *packet, size_t size, unsigned what);

#endif

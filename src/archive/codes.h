/* SPDX-License-Identifier: MIT */
/*
 * codes.h - how often each log code comes in the containers of a capture.
 *
 * Looks at the first bytes of each HDLC frame and searches for its end, and
 * does no more: no CRC is checked.  A frame that goes on in the next message
 * counts once.  Plain data, one owner.
 */
#ifndef DTAP_CODES_H
#define DTAP_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_CODES_SLOTS  1024 /* a power of two */
#define DTAP_CODES_MOST   768  /* different codes; others are counted as one */
#define DTAP_CODES_MODEMS 8    /* whose frames are followed across messages */

struct dtap_code {
	uint64_t count; /* 0: the slot is free */
	uint16_t code;
};

struct dtap_codes {
	struct dtap_code slots[DTAP_CODES_SLOTS];
	size_t used;
	uint64_t others;                  /* logs whose code found no place */
	bool in_frame[DTAP_CODES_MODEMS]; /* its last message ended within one
					   */
};

/* Counts the logs (opcode 0x10, bare or within 0x98) of a container. */
void dtap_codes_count(struct dtap_codes *codes, const uint8_t *container,
		      size_t size);

/* The most frequent, at most `room`, the first most often; returns how many. */
size_t dtap_codes_top(const struct dtap_codes *codes, struct dtap_code *out,
		      size_t room);

#endif

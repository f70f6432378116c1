/* SPDX-License-Identifier: MIT */
/*
 * filter.h - which DIAG packets a subscriber wants.
 *
 * Plain memory; pure functions, any thread.
 */
#ifndef DTAP_FILTER_H
#define DTAP_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * With codes, a log (opcode 0x10) passes by its code; without, by its opcode.
 * All else passes by its opcode.  A packet in a multi-radio wrapper (0x98)
 * counts as what it is inside.
 */
struct dtap_filter {
	bool by_code, by_op;
	uint8_t codes[65536 / 8]; /* a bit each */
	uint8_t ops[256 / 8];
};

/*
 * Adds a list of hexadecimal numbers as in "B0C0,B821" or "0x10,79".  False: it
 * has something else, or is empty.
 */
bool dtap_filter_add_codes(struct dtap_filter *filter, const char *list,
			   size_t size);
bool dtap_filter_add_ops(struct dtap_filter *filter, const char *list,
			 size_t size);

/* True for a packet, escapes and CRC taken off, that passes. */
bool dtap_filter_passes(const struct dtap_filter *filter, const uint8_t *packet,
			size_t size);

#endif

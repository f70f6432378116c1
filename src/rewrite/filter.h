/* SPDX-License-Identifier: MIT */
/*
 * filter.h - which DIAG packets a subscriber wants.
 *
 * A filter is plain memory and may be copied.  Pure functions, any thread.
 */
#ifndef DTAP_FILTER_H
#define DTAP_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * With codes, a log (opcode 0x10) passes by its code; without codes, by its
 * opcode.  All other packets pass by their opcode.  A packet in a multi-radio
 * wrapper (opcode 0x98) counts as the packet inside.
 */
struct dtap_filter {
	bool by_code, by_op;
	uint8_t codes[65536 / 8]; /* one bit for each code */
	uint8_t ops[256 / 8];
};

/*
 * Adds a list of hexadecimal numbers, for example "B0C0,B821" or "0x10,79".
 * False when the list is empty or has anything else in it.
 */
bool dtap_filter_add_codes(struct dtap_filter *filter, const char *list,
			   size_t size);
bool dtap_filter_add_ops(struct dtap_filter *filter, const char *list,
			 size_t size);

/* Whether a packet passes.  Its HDLC escapes and CRC are already removed. */
bool dtap_filter_passes(const struct dtap_filter *filter, const uint8_t *packet,
			size_t size);

#endif

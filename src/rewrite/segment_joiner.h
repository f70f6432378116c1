/* SPDX-License-Identifier: MIT */
/*
 * segment_joiner.h - makes whole PDUs of those that logs have in segments.
 *
 * The segments of a key come in order, one after the other; what is interrupted
 * or too long is left out.  Memory: at most DTAP_SEGMENT_JOBS PDUs of 64 KiB.
 * Plain memory, zeros at first; one owner.
 */
#ifndef DTAP_SEGMENT_JOINER_H
#define DTAP_SEGMENT_JOINER_H

#include "rewrite/upper_pdu.h"

#define DTAP_SEGMENT_JOBS 4
#define DTAP_SEGMENT_MOST 65535 /* bytes of a PDU */

struct dtap_segment_joiner {
	struct {
		uint64_t key;
		bool begun;
		uint8_t *data;
		size_t size;
	} jobs[DTAP_SEGMENT_JOBS];
	unsigned next; /* the job that a new PDU takes if all are begun */
};

/*
 * Adds a segment.  True: pdu is whole now, and valid until the next call.
 */
bool dtap_segment_joiner_add(struct dtap_segment_joiner *joiner,
			     struct dtap_upper_pdu *pdu);

/* Segments were lost: forgets what is not whole, and frees all. */
void dtap_segment_joiner_forget(struct dtap_segment_joiner *joiner);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * capture_stats.h - what is in a capture, counted record by record; and how
 * often each log code comes in its containers.
 *
 * For the codes it looks at the first bytes of each HDLC frame and searches for
 * its end, and does no more: no CRC is checked.  A frame that goes on in the
 * next message counts once.
 *
 * Plain data, one owner.  Zeros at first.
 */
#ifndef DTAP_CAPTURE_STATS_H
#define DTAP_CAPTURE_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dtap/container.h>

#define DTAP_CODES_SLOTS  1024 /* a power of two */
#define DTAP_CODES_MOST   768  /* different codes; others are counted as one */
#define DTAP_CODES_MODEMS 8    /* whose frames are followed across messages */

struct dtap_code_count {
	uint64_t count; /* 0: the slot is free */
	uint16_t code;
};

struct dtap_log_codes {
	struct dtap_code_count slots[DTAP_CODES_SLOTS];
	size_t used;
	uint64_t others;                  /* logs whose code found no place */
	bool in_frame[DTAP_CODES_MODEMS]; /* its last message ended within one
					   */
};

struct dtap_capture_stats {
	uint64_t records, requests;
	struct dtap_amount containers; /* those in parts once */
	struct dtap_amount lost;       /* as its loss records say */
	struct timespec first, last;   /* zeros: not known */
	struct dtap_log_codes codes;   /* of containers in one record, of */
	uint64_t coded;                /* ... these many of them */
	bool cancelled;                /* set by the owner: codes cost time */
};

/* Counts whole pcap records; what is not whole at the end is passed over. */
void dtap_capture_stats_add(struct dtap_capture_stats *stats,
			    const uint8_t *records, size_t size);

/* Counts the logs (opcode 0x10, bare or within 0x98) of a container. */
void dtap_log_codes_count(struct dtap_log_codes *codes,
			  const uint8_t *container, size_t size);

/* The most frequent, at most `room`, the first most often; returns how many. */
size_t dtap_log_codes_top(const struct dtap_log_codes *codes,
			  struct dtap_code_count *out, size_t room);

#endif

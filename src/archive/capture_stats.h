/* SPDX-License-Identifier: MIT */
/*
 * capture_stats.h - counts the records of a capture, and its log codes.
 *
 * For the codes it reads the first bytes of each HDLC frame and searches for
 * the end of the frame.  It checks no CRC.  A frame that continues in the next
 * message counts once.
 *
 * Plain data, one owner.  All zeros at first.
 */
#ifndef DTAP_CAPTURE_STATS_H
#define DTAP_CAPTURE_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dtap/container.h>

#define DTAP_CODES_SLOTS  1024 /* a power of two */
#define DTAP_CODES_MOST   768  /* different codes; the rest is `others` */
#define DTAP_CODES_MODEMS 8    /* whose frames are followed across messages */

struct dtap_code_count {
	uint64_t count; /* 0: the slot is free */
	uint16_t code;
};

struct dtap_log_codes {
	struct dtap_code_count slots[DTAP_CODES_SLOTS];
	size_t used;
	uint64_t others; /* logs whose code has no slot */
	/* The last message of this modem ended inside a frame. */
	bool in_frame[DTAP_CODES_MODEMS];
};

struct dtap_capture_stats {
	uint64_t records, requests;
	struct dtap_amount containers; /* those in parts once */
	struct dtap_amount lost;       /* as its loss records say */
	struct timespec first, last;   /* zeros: not known */
	struct dtap_log_codes codes;   /* of containers that are one record: */
	uint64_t coded;                /* ... so many of them were counted */
	bool skip_codes;               /* by the owner: do not count codes */
};

/* Counts whole pcap records; a cut record at the end is ignored. */
void dtap_capture_stats_add(struct dtap_capture_stats *stats,
			    const uint8_t *records, size_t size);

/* Counts the logs (opcode 0x10, bare or within 0x98) of a container. */
void dtap_log_codes_count(struct dtap_log_codes *codes,
			  const uint8_t *container, size_t size);

/* The most frequent, at most `room`, the first most often; returns how many. */
size_t dtap_log_codes_top(const struct dtap_log_codes *codes,
			  struct dtap_code_count *out, size_t room);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * intake.h - takes the records of a message or a capture into a holding.
 *
 * Of each container that is not held yet the records go to the spool.  What is
 * of another time is held without its bytes: so nobody takes it for missing.
 * Nothing of a row of records is held before all of them have come and are
 * right.
 *
 * Records are hostile.  One owner, one thread.
 */
#ifndef DTAP_INTAKE_H
#define DTAP_INTAKE_H

#include "hub/merge/holding.h"
#include "hub/merge/record_numbers.h"
#include "hub/merge/spool.h"

/* Records of this time: from <= time < to, ns since 1970. */
struct dtap_time_span {
	int64_t from, to;
};

/* A record of pcap, with its header and in one piece. */
struct dtap_whole_record {
	const uint8_t *bytes;
	size_t size;
};

/* Plain memory; private but for `numbers`. */
struct dtap_intake {
	struct dtap_record_numbers numbers;
	struct dtap_spool *spool;
	struct dtap_held_boot *boot;
	struct dtap_time_span span;
	enum dtap_origin origin;
	uint64_t spooled; /* before */

	struct dtap_stretch stretch; /* of the last container */
	bool is_open;                /* the piece can be longer */
	struct dtap_piece piece;
	size_t tail; /* extras behind the piece's last container */
	struct dtap_held_boot taken;
};

enum dtap_intake_result {
	DTAP_INTAKE_GOOD,
	DTAP_INTAKE_WRONG,  /* the records are not as docs/wire.md says */
	DTAP_INTAKE_FAILED, /* errno: the spool, ENOMEM */
};

/* Begins a row; the first container has this number.  The rest of *intake is
 * set by the caller: spool, boot, span, origin. */
void dtap_intake_begin(struct dtap_intake *intake, uint64_t first,
		       bool losses_have_numbers);

enum dtap_intake_result dtap_intake_add(struct dtap_intake *intake,
					const struct dtap_whole_record *record);

/* The row ends right before the container `next`, and is held now. */
enum dtap_intake_result dtap_intake_end(struct dtap_intake *intake,
					uint64_t next);

/* The row is forgotten; so it is after a result that is not good.  False: the
 * spool failed. */
bool dtap_intake_drop(struct dtap_intake *intake);

#endif

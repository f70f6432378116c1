/* SPDX-License-Identifier: MIT */
/*
 * record_numbers.h - the numbers of the containers in a row of records.
 *
 * A record does not say which container of its tap it is; only parts do.  Who
 * knows the number of the first one counts on, as the tap did (docs/wire.md).
 * Nothing in a record is trusted.  Plain data, one owner.
 */
#ifndef DTAP_RECORD_NUMBERS_H
#define DTAP_RECORD_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dtap/container.h>

enum dtap_record_role {
	DTAP_RECORD_CONTAINER, /* a container, or its first part */
	DTAP_RECORD_PART,      /* a later part of this container */
	DTAP_RECORD_OTHER,     /* no container: a request, a source's loss */
	DTAP_RECORD_LOSS,      /* containers were lost here by who wrote it */
	DTAP_RECORD_WRONG,     /* no record of a tap, or parts are missing */
};

/* Zeros but for the first three at first. */
struct dtap_record_numbers {
	uint64_t next; /* the number of the next container */

	/*
	 * Loss records with bytes are of who wrote the records, and their
	 * containers have numbers.  Else all are of the source, as where a
	 * capture is replayed that has some.
	 */
	bool losses_have_numbers;

	/*
	 * A container was there.  Before the first one a loss record with bytes
	 * is of who wrote the records, and is before `next`.
	 */
	bool has_begun;

	uint16_t part, parts;    /* of the container in parts; parts 0: none */
	struct dtap_amount lost; /* of the last DTAP_RECORD_LOSS */
};

/* Takes a record, from its preamble on. */
enum dtap_record_role dtap_record_numbers_take(
	struct dtap_record_numbers *numbers, const uint8_t *data, size_t size);

/* There are no more records.  False: parts are missing. */
bool dtap_record_numbers_end(const struct dtap_record_numbers *numbers);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * pcap_records.h - makes containers of the records of diagtap's pcap.
 *
 * This is the inverse of dtap/pcap.h: each record gives what its path says, and
 * parts are joined.  A record that does not follow docs/wire.md, or that is not
 * complete, is skipped and counted.  No byte is trusted; plain data, one owner.
 */
#ifndef DTAP_PCAP_RECORDS_H
#define DTAP_PCAP_RECORDS_H

#include <dtap/container.h>

/* Records that gave no container, by the reason. */
struct dtap_skipped_records {
	uint64_t foreign;    /* not written by diagtap */
	uint64_t cut;        /* by a snaplen */
	uint64_t incomplete; /* parts of a container of which others are missing
			      */
};

/* All zeros before the first record. */
struct dtap_pcap_records {
	struct dtap_skipped_records skipped;

	/* Private from here: a container in parts, or an entry. */
	uint8_t *joined;
	size_t size, room;
	uint64_t number;
	uint16_t part, parts; /* parts joined so far, of all; parts 0: none */
};

/* Frees everything, and sets it to zeros. */
void dtap_pcap_records_clear(struct dtap_pcap_records *records);

/* Whether a path is one of docs/wire.md. */
bool dtap_pcap_path_is_known(uint16_t path);

/* Whether data, from the preamble on, are a record of diagtap by their look. */
bool dtap_pcap_records_know(const uint8_t *data, size_t size);

/* A record, from its preamble on. */
struct dtap_pcap_record {
	const uint8_t *data;
	size_t size;
	size_t missing; /* bytes that were cut off */
};

/*
 * True: the record, perhaps with those before it, is a container; data, size
 * and shape are valid until the next call.  False: more records are needed, or
 * the record was skipped.
 */
bool dtap_pcap_records_take(struct dtap_pcap_records *records,
			    const struct dtap_pcap_record *record,
			    struct dtap_container *container);

/* There are no more records: parts without their end are counted. */
void dtap_pcap_records_end(struct dtap_pcap_records *records);

#endif

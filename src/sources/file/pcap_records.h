/* SPDX-License-Identifier: MIT */
/*
 * pcap_records.h - what the records of our own pcap were: containers, and the
 * rest.
 *
 * The way back from dtap/pcap.h: each record gives what its path says, parts
 * are joined.  What does not follow docs/wire.md, or cannot be given whole, is
 * passed over and counted.  Trusts none of it; plain data, one owner.
 */
#ifndef DTAP_PCAP_RECORDS_H
#define DTAP_PCAP_RECORDS_H

#include <dtap/container.h>

/* All zeros before the first record. */
struct dtap_pcap_records {
	uint64_t skipped; /* records that nothing was made of */

	/* Private from here: a container in parts, or an entry. */
	uint8_t *joined;
	size_t size, room;
	uint64_t number;
	uint16_t part, parts; /* that came, of; 0: none is being joined */
};

void dtap_pcap_records_clear(struct dtap_pcap_records *records);

/* A record, from its preamble on. */
struct dtap_pcap_record {
	const uint8_t *data;
	size_t size;
	size_t missing; /* bytes that it had beyond */
};

/*
 * True: `container` is what the record, and those before it, were: data, size
 * and shape, until the next call.  False: more must come first, or the record
 * was passed over.
 */
bool dtap_pcap_records_take(struct dtap_pcap_records *records,
			    const struct dtap_pcap_record *record,
			    struct dtap_container *container);

/* There are no more: what was not joined is counted as passed over. */
void dtap_pcap_records_end(struct dtap_pcap_records *records);

#endif

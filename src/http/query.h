/* SPDX-License-Identifier: MIT */
/*
 * query.h - the query of a request for a stream.
 *
 *   only=data        raw DIAG: only containers of type 0x20
 *   snaplen=N        pcap: no record is longer; 1024 to the tap's own
 *   codes=B0C0,B821  pcap of DIAG: of the logs only these codes
 *   ops=10,79        pcap of DIAG: only these opcodes
 *   split=message    pcap of DIAG: a record for each message; split=container,
 *                    or no term: as the device returned them
 *   linktype=raw     pcap of packets: only IP packets, of linktype RAW
 *   since=oldest     begin with the oldest data in the ring; since=live, or no
 *                    term: with the next block
 *
 * Pure functions; any thread.
 */
#ifndef DTAP_QUERY_H
#define DTAP_QUERY_H

#include <dtap/block.h>

#include "rewrite/filter.h"

/* The stream that is asked for. */
struct dtap_query_of {
	enum dtap_form form;
	uint32_t snaplen;
	bool packets; /* the tap has packets, not DIAG */
};

struct dtap_query {
	enum dtap_form form;
	uint32_t snaplen;
	bool filters; /* the filter is used */
	bool oldest;
	bool split; /* split=message */
	bool bare;  /* linktype=raw */
	struct dtap_filter filter;
};

/*
 * Reads a query for such a stream.  False: a sentence in `why` says what is
 * wrong.
 */
bool dtap_query_read(struct dtap_query *query, const char *text,
		     const struct dtap_query_of *of, char *why, size_t room);

#endif

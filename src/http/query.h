/* SPDX-License-Identifier: MIT */
/*
 * query.h - what a stream's request asks for behind the '?'.
 *
 *   only=data        raw DIAG: nothing but containers of type 0x20
 *   snaplen=N        pcap: no record is longer; 1024 to the tap's own
 *   codes=B0C0,B821  pcap of DIAG: of the logs, these codes
 *   ops=10,79        pcap of DIAG: these opcodes
 *   linktype=raw     pcap of packets: IP packets alone, of linktype RAW
 *   since=oldest     begin with what the ring still holds; "live": with what
 *                    comes, as without
 */
#ifndef DTAP_QUERY_H
#define DTAP_QUERY_H

#include <dtap/block.h>

#include "streams/filter.h"

/* The stream that is asked for. */
struct dtap_query_of {
	enum dtap_form form;
	uint32_t snaplen;
	bool packets; /* of a tap that gives packets, and no DIAG */
};

struct dtap_query {
	enum dtap_form form;
	uint32_t snaplen;
	bool filters; /* by the filter */
	bool oldest;
	bool bare; /* linktype=raw */
	struct dtap_filter filter;
};

/*
 * Reads a query for such a stream.  False: one sentence in `why` says what of
 * it is wrong.
 */
bool dtap_query_read(struct dtap_query *query, const char *text,
		     const struct dtap_query_of *of, char *why, size_t room);

#endif

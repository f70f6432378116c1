/* SPDX-License-Identifier: MIT */
/*
 * query.h - what a stream's request asks for behind the '?'.
 *
 *   only=data        raw: nothing but containers of type 0x20
 *   snaplen=N        pcap: no record is longer; 1024 to the tap's own
 *   codes=B0C0,B821  pcap: of the logs, these codes
 *   ops=10,79        pcap: these opcodes
 *   since=oldest     begin with what the ring still holds; "live": with what
 *                    comes, as without
 */
#ifndef DTAP_QUERY_H
#define DTAP_QUERY_H

#include <dtap/block.h>

#include "outlets/filter.h"

struct dtap_query {
	enum dtap_form form;
	uint32_t snaplen;
	bool filters; /* by the filter */
	bool oldest;
	struct dtap_filter filter;
};

/*
 * Reads a query for a stream of this form and snaplen.  False: one sentence in
 * `why` says what of it is wrong.
 */
bool dtap_query_read(struct dtap_query *query, const char *text,
		     enum dtap_form form, uint32_t snaplen, char *why,
		     size_t room);

#endif

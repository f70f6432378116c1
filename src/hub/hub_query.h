/* SPDX-License-Identifier: MIT */
/*
 * hub_query.h - the query of a request for a stream of the hub.
 *
 *   since=TIME       begin with what arrived at the server at TIME: seconds
 *                    since 1970, or 2026-11-29T20:00:00Z; since=oldest: with
 *                    the oldest that is stored; since=live, or no term: now
 *   group=G          only devices of this group
 *   device=A,B       only these devices; not where the path names one
 *
 * The other terms are those of http/query.h, and are kept for it.  Pure
 * functions, any thread.
 */
#ifndef DTAP_HUB_QUERY_H
#define DTAP_HUB_QUERY_H

#include "fleet/fleet_name.h"
#include "http/request.h"
#include "fleet/pull.h"

#define DTAP_HUB_QUERY_DEVICES 64

struct dtap_hub_query {
	enum dtap_pull_start start;
	int64_t since;                    /* of DTAP_PULL_TIME: ns since 1970 */
	char group[DTAP_FLEET_WORD_ROOM]; /* "": any */
	char devices[DTAP_HUB_QUERY_DEVICES][DTAP_FLEET_WORD_ROOM];
	size_t device_count; /* 0: all */
	char rest[DTAP_REQUEST_QUERY_ROOM];
};

/* False: a sentence in `why` says what is wrong. */
bool dtap_hub_query_read(struct dtap_hub_query *query, const char *text,
			 char *why, size_t room);

#endif

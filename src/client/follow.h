/* SPDX-License-Identifier: MIT */
/*
 * follow.h - copies a stream, and connects again when it ends.
 *
 * A daemon that restarts ends its streams.  So the client tries again, after
 * 100 ms, then doubling to 5 s, until it is told to stop, the reader leaves, or
 * the server refuses for good.  Only pcap is continued: in a raw stream nothing
 * could mark the gap, and a container or a block of pcapng may be cut there.
 *
 * One owner, one thread.
 */
#ifndef DTAP_FOLLOW_H
#define DTAP_FOLLOW_H

#include "client/pcap_copy.h"

struct dtap_follow {
	const struct dtap_http_get_options *options;
	bool once; /* do not connect again */

	/* A line for the user: the stream has ended, or it is back. */
	void (*note)(const void *arg, const char *text);
	const void *arg;
};

/*
 * Takes over the first get.  FAILED and BROKEN: why is one line for the user.
 * BROKEN only with `once` or of a stream that is not pcap.
 */
enum dtap_pcap_copy_end dtap_follow(const struct dtap_follow *follow,
				    struct dtap_http_get *get,
				    struct dtap_pcap_copy *copy, char why[512]);

#endif

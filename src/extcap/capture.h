/* SPDX-License-Identifier: MIT */
/*
 * capture.h - a live capture for Wireshark.
 */
#ifndef DTAP_CAPTURE_H
#define DTAP_CAPTURE_H

#include <stdbool.h>

#include "client/url.h"

struct dtap_extcap_capture {
	const char *fifo;
	const char *url;
	const char *token;  /* "" is none */
	const char *tap;    /* "diag"; used if the URL has no path */
	const char *device; /* of a hub, "GROUP.DEVICE"; "": all, as pcapng;
			       NULL: the URL is that of a diagtapd */
	const char *filter; /* a capture filter: refused if not "" */

	/* The query, used if the URL has no path; "" is none. */
	const char *snaplen, *codes, *ops;
	const char *split; /* "message" or "container"; of DIAG only */
};

/* The address of the server, with its token.  False: why. */
bool dtap_extcap_server(struct dtap_url *url,
			const struct dtap_extcap_capture *capture,
			char why[512]);

/*
 * Writes the stream into the FIFO until Wireshark ends; if the stream ends, it
 * connects again (client/follow.h).  Returns the exit status.  An error is one
 * line on standard error, which Wireshark shows.  The FIFO then receives a pcap
 * without records: Wireshark 4.0 would wait for ever without it.
 */
int dtap_extcap_capture_run(const struct dtap_extcap_capture *capture);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * capture.h - a capture that Wireshark has asked for.
 */
#ifndef DTAP_CAPTURE_H
#define DTAP_CAPTURE_H

struct dtap_extcap_capture {
	const char *fifo;
	const char *url;
	const char *token;  /* "" is none */
	const char *tap;    /* "diag", where the URL has no path */
	const char *filter; /* "": what we cannot do */

	/* The terms of the query, where the URL has no path; "" is none. */
	const char *snaplen, *codes, *ops;
};

/*
 * Writes the stream into the FIFO until it ends or nobody wants it any more.
 * The exit status.  What fails is one line on standard error, which Wireshark
 * shows; the FIFO then has a pcap of no records, without which Wireshark 4.0
 * waits for ever.
 */
int dtap_extcap_capture_run(const struct dtap_extcap_capture *capture);

#endif

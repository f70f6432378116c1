/* SPDX-License-Identifier: MIT */
/*
 * pcap_copy.h - the body of a get, written to a descriptor as it comes.
 *
 * Of pcap, whole records are written and nothing else, so what is written opens
 * wherever the stream breaks off.
 */
#ifndef DTAP_PCAP_COPY_H
#define DTAP_PCAP_COPY_H

#include "client/http_get.h"

struct dtap_pcap_copied {
	uint64_t records; /* of pcap */
	uint64_t bytes;
};

enum dtap_pcap_copy_end {
	DTAP_PCAP_COPY_ENDED,   /* the stream has */
	DTAP_PCAP_COPY_STOPPED, /* told to, or nobody reads fd any more */
	DTAP_PCAP_COPY_BROKEN,  /* why is one line for people */
};

/* stop as in struct dtap_http_get_options; SIGPIPE is ignored. */
enum dtap_pcap_copy_end dtap_pcap_copy(struct dtap_http_get *get, int fd,
				       int stop,
				       struct dtap_pcap_copied *copied,
				       char why[512]);

#endif

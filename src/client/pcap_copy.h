/* SPDX-License-Identifier: MIT */
/*
 * pcap_copy.h - writes the bodies of gets to a descriptor as they arrive.
 *
 * Of pcap it writes whole records only: what is written can be opened wherever
 * the stream ends, and also if the disk is full.  Further gets continue the
 * same pcap: their header is left out, and a loss record (path 0x01ff) with
 * unknown amounts marks the gap, if the link type has preambles.
 *
 * One owner, one thread.
 */
#ifndef DTAP_PCAP_COPY_H
#define DTAP_PCAP_COPY_H

#include "client/http_get.h"

struct dtap_pcap_copied {
	uint64_t records; /* of pcap, in the output */
	uint64_t bytes;   /* in the output */
};

enum dtap_pcap_copy_end {
	DTAP_PCAP_COPY_ENDED,   /* the stream has ended, behind a record */
	DTAP_PCAP_COPY_BROKEN,  /* the stream was cut short; why is set */
	DTAP_PCAP_COPY_STOPPED, /* `stop` is readable, or the reader has left */
	DTAP_PCAP_COPY_FAILED,  /* cannot write, or cannot continue; why is set
				 */
};

struct dtap_pcap_copy;

/*
 * fd stays the caller's.  stop as in struct dtap_http_get_options; SIGPIPE is
 * ignored.  NULL: no memory.
 */
struct dtap_pcap_copy *dtap_pcap_copy_new(int fd, int stop);
void dtap_pcap_copy_free(struct dtap_pcap_copy *copy);

/* Copies until the end; why is then one line for the user. */
enum dtap_pcap_copy_end dtap_pcap_copy_run(struct dtap_pcap_copy *copy,
					   struct dtap_http_get *get,
					   char why[512]);

struct dtap_pcap_copied dtap_pcap_copy_copied(
	const struct dtap_pcap_copy *copy);

#endif

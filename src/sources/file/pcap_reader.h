/* SPDX-License-Identifier: MIT */
/*
 * pcap_reader.h - our own pcap, played: its records become containers again.
 *
 * One owner, one thread at a time.
 */
#ifndef DTAP_PCAP_READER_H
#define DTAP_PCAP_READER_H

#include <dtap/container.h>

#include "sources/file/savefile.h"

struct dtap_pcap_reader;

/* read as dtap_savefile_open() has it.  NULL: ENOMEM. */
struct dtap_pcap_reader *dtap_pcap_reader_new(
	ssize_t (*read)(void *arg, char *data, size_t size), void *arg);
void dtap_pcap_reader_free(
	struct dtap_pcap_reader *reader); /* NULL is allowed */

/*
 * 1: the next container, or what else a record was, with its time and shape;
 * its data are there until the next call.  0: read was interrupted.  -1: the
 * end, and why is empty or says what cut it short.
 */
int dtap_pcap_reader_next(struct dtap_pcap_reader *reader,
			  struct dtap_container *container, char *why,
			  size_t room);

/* Records that nothing was made of, till now. */
uint64_t dtap_pcap_reader_skipped(const struct dtap_pcap_reader *reader);

#endif

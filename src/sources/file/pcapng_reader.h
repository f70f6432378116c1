/* SPDX-License-Identifier: MIT */
/*
 * pcapng_reader.h - the containers of a pcapng file, which Wireshark has made
 * of diagtap's pcap.  Through libpcap, which ends at the first damage.
 *
 * One owner, one thread at a time.
 */
#ifndef DTAP_PCAPNG_READER_H
#define DTAP_PCAPNG_READER_H

#include <dtap/container.h>

#include "sources/file/pcap_records.h"
#include "sources/file/savefile.h"

struct dtap_pcapng_reader;

/* read as for dtap_savefile_open().  NULL: ENOMEM. */
struct dtap_pcapng_reader *dtap_pcapng_reader_new(
	ssize_t (*read)(void *arg, char *data, size_t size), void *arg);
void dtap_pcapng_reader_free(
	struct dtap_pcapng_reader *reader); /* NULL is allowed */

/*
 * 1: the next container with its time and shape, valid until the next call.  0:
 * read was interrupted.  -1: the end; why is "" or says what cut it short.
 */
int dtap_pcapng_reader_next(struct dtap_pcapng_reader *reader,
			    struct dtap_pcap_records *records,
			    struct dtap_container *container, char *why,
			    size_t room);

#endif

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

struct dtap_tape;

/* read as dtap_savefile_open() has it.  NULL: ENOMEM. */
struct dtap_tape *dtap_tape_new(ssize_t (*read)(void *arg, char *data,
						size_t size),
				void *arg);
void dtap_tape_free(struct dtap_tape *tape); /* NULL is allowed */

/*
 * 1: the next container, or what else a record was, with its time and shape;
 * its data are there until the next call.  0: read was interrupted.  -1: the
 * end, and why is empty or says what cut it short.
 */
int dtap_tape_next(struct dtap_tape *tape, struct dtap_container *container,
		   char *why, size_t room);

/* Records that nothing was made of, till now. */
uint64_t dtap_tape_skipped(const struct dtap_tape *tape);

#endif

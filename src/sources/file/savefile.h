/* SPDX-License-Identifier: MIT */
/*
 * savefile.h - the packets of a pcap or pcapng file, by libpcap.
 *
 * Reads what a function gives it, and so what was packed.  One owner, one
 * thread at a time.
 */
#ifndef DTAP_SAVEFILE_H
#define DTAP_SAVEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

struct dtap_savefile;

/* Whether a file is for libpcap, by its first four bytes. */
bool dtap_savefile_is(const uint8_t first[4]);

/*
 * Reads its header.  read is as read(2), of the bytes from the file's first
 * one on.  NULL: one line in why; errno is EINTR where read was interrupted.
 */
struct dtap_savefile *dtap_savefile_open(ssize_t (*read)(void *arg, char *data,
							 size_t size),
					 void *arg, char *why, size_t room);
void dtap_savefile_close(struct dtap_savefile *savefile); /* NULL is allowed */

struct dtap_packet {
	const uint8_t *data; /* until the next call */
	size_t size;
	size_t missing; /* bytes that it had beyond, and that were cut off */
	struct timespec time;
};

/* 1: a packet.  0: the end.  -1: as with open; nothing comes any more. */
int dtap_savefile_next(struct dtap_savefile *savefile,
		       struct dtap_packet *packet, char *why, size_t room);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * savefile.h - the packets of a pcapng file, by libpcap.
 *
 * A function gives it the bytes, so the file may be compressed.  One owner, one
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

/* Why a file is refused: its link type, and ours. */
#define DTAP_SAVEFILE_FOREIGN                                           \
	"this pcap file has link type %d: only pcap of diagtap can be " \
	"replayed, link type %d (USER0)"

/* Whether a file is pcapng, by its first four bytes. */
bool dtap_savefile_is(const uint8_t first[4]);

/*
 * Reads the header.  read works as read(2), from the first byte of the file on.
 * NULL: one line in why; errno is EINTR if read was interrupted.
 */
struct dtap_savefile *dtap_savefile_open(ssize_t (*read)(void *arg, char *data,
							 size_t size),
					 void *arg, char *why, size_t room);
void dtap_savefile_close(struct dtap_savefile *savefile); /* NULL is allowed */

struct dtap_packet {
	const uint8_t *data; /* until the next call */
	size_t size;
	size_t missing; /* bytes that were cut off */
	struct timespec time;
};

/* 1: a packet.  0: the end.  -1: as for open; no more packets can be read. */
int dtap_savefile_next(struct dtap_savefile *savefile,
		       struct dtap_packet *packet, char *why, size_t room);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * sources.h - the constructors of all sources, one file each.
 *
 * Each returns a source that the caller owns until it gives it to a tap, or
 * NULL with errno ENOMEM.  None touches a device or a file before open.
 */
#ifndef DTAP_SOURCES_H
#define DTAP_SOURCES_H

#include <dtap/source.h>

struct dtap_simulator_options {
	uint64_t seed; /* the same seed gives the same traffic */
	double rate;   /* containers a second, > 0 */
};

/* A made-up modem: no hardware, plausible LTE, NR and GSM signalling. */
struct dtap_source *dtap_simulator_new(
	const struct dtap_simulator_options *options);

struct dtap_file_options {
	const char *path; /* copied; "-" is standard input */
	double speed;     /* 1.0 as recorded; 0 as fast as it goes */
};

/*
 * Replay: a saved container stream, or QMDL and mi2log (bare HDLC frames) or
 * DLF (bare logs), which are wrapped into containers; plain or gzip.  A FIFO, a
 * socket and standard input are live: read as they come, never paced, never
 * patient; a packet of a SOCK_SEQPACKET or SOCK_DGRAM is a container as it is,
 * an empty one the end.
 *
 * What it gives is the file, octet for octet, up to the first octet that is not
 * good: then it ends with ENODATA, and why names the offset.
 */
struct dtap_source *dtap_file_new(const struct dtap_file_options *options);

/*
 * The part of an open file that has been read, 0 to 1; -1: it is live, and has
 * no end to be known.  For who reads the source.
 */
double dtap_file_progress(const struct dtap_source *source);

#endif

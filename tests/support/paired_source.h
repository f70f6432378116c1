/* SPDX-License-Identifier: MIT */
/*
 * paired_source.h - a device that a test plays: the other end of a pair of
 * SEQPACKET sockets.
 *
 * Each packet that the test sends is a container.  A packet of one byte makes
 * the read fail, and the tap opens the source again.  Requests that the tap
 * writes come out at the test's end, as packets.
 */
#ifndef DTAP_PAIRED_SOURCE_H
#define DTAP_PAIRED_SOURCE_H

#include <dtap/source.h>

/* *test is the test's end; it closes it.  Ends the test if there is no pair. */
struct dtap_source *paired_new(int *test);

/* From now on a write fails with this errno; 0: it succeeds. */
void paired_refuse(struct dtap_source *source, int error);

#endif

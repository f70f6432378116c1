/* SPDX-License-Identifier: MIT */
/*
 * trim.h - a record of a packet made shorter, for the subscriber who asked.
 *
 * The record is ours, as dtap/pcap.h has it; so nothing of it is doubted but
 * what a device put into the packet.  Pure functions, any thread.
 */
#ifndef DTAP_TRIM_H
#define DTAP_TRIM_H

#include <dtap/pcap.h>

/* Whether records of this path are cut like packets, and have no parts. */
bool dtap_trim_takes(uint16_t path);

/*
 * Both write a record to `out`, which has room for the whole of it, cut where
 * it is longer than snaplen, and return its bytes.
 *
 * dtap_trim_bare(): of linktype RAW, that is the IP packet alone, without
 * preamble or link layer's header; 0: there is no IP packet in it.
 */
size_t dtap_trim_record(uint8_t *out, const uint8_t *record, uint32_t snaplen);
size_t dtap_trim_bare(uint8_t *out, const uint8_t *record, uint32_t snaplen);

#endif

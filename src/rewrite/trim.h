/* SPDX-License-Identifier: MIT */
/*
 * trim.h - shortens the record of a packet, for one subscriber.
 *
 * dtap/pcap.h wrote the record, so its header and preamble are correct; the
 * packet itself comes from a device and is checked.  Pure functions, any
 * thread.
 */
#ifndef DTAP_TRIM_H
#define DTAP_TRIM_H

#include <dtap/pcap.h>

/* Whether records of this path are cut as packets are, and never have parts. */
bool dtap_trim_takes(uint16_t path);

/*
 * Both write a record to `out`, cut to snaplen, and return its size.  `out`
 * must have room for the whole record.
 *
 * dtap_trim_bare() writes a record of linktype RAW: only the IP packet, without
 * the preamble and the header of the link layer.  It returns 0 if the record
 * has no IP packet.
 */
size_t dtap_trim_record(uint8_t *out, const uint8_t *record, uint32_t snaplen);
size_t dtap_trim_bare(uint8_t *out, const uint8_t *record, uint32_t snaplen);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * pcapng.h - writes blocks of pcapng (draft-ietf-opsawg-pcapng), little-endian.
 *
 * A stream is one section, with an interface for each tap of a device: the
 * block that describes it stands before the first record of that device, which
 * may be anywhere in the stream.  All have linktype USER0, microseconds and the
 * same snaplen, because libpcap reads no other mix.
 *
 * Each function adds a block to `out`.  False: ENOMEM, and nothing is added.
 * Pure functions, any thread.
 */
#ifndef DTAP_HUB_PCAPNG_H
#define DTAP_HUB_PCAPNG_H

#include "hub/bytes.h"

/* The section header, once, at the front. */
bool dtap_pcapng_section(struct dtap_bytes *out, const char *application);

/* An interface; they count from 0.  The name is shorter than 256 bytes. */
bool dtap_pcapng_interface(struct dtap_bytes *out, const char *name);

/* A record, as of classic pcap. */
struct dtap_pcapng_packet {
	uint32_t interface;
	int64_t time_us; /* since 1970 */
	const uint8_t *data;
	uint32_t size, original;
};

bool dtap_pcapng_packet(struct dtap_bytes *out,
			const struct dtap_pcapng_packet *packet);

#endif

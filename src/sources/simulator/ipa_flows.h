/* SPDX-License-Identifier: MIT */
/*
 * ipa_flows.h - made-up IP traffic between a phone and hosts behind its modem.
 *
 * A handful of conversations go on at a time, over IPv4 and IPv6: HTTP over
 * TCP, DNS and plain datagrams over UDP, echoes over ICMP.  Each is told from
 * its first packet to its last, then another begins in its place.  Addresses
 * are those set apart for documents, checksums are right.
 *
 * It has no clock and allocates nothing: the bytes depend on the seed alone.
 * Owned by one thread; plain memory, no clean-up.
 */
#ifndef DTAP_IPA_FLOWS_H
#define DTAP_IPA_FLOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sources/simulator/random.h"

#define DTAP_IPA_FLOWS       6
#define DTAP_IPA_FLOW_PACKET 1500 /* bytes: none is longer */

struct dtap_ipa_flow {
	const struct dtap_ipa_flow_script *script;
	size_t step;
	bool v6;
	uint16_t port;    /* the phone's; of an echo its identifier */
	uint8_t host;     /* the last byte of the other's address */
	uint32_t sent[2]; /* TCP's sequence numbers, up and down */
};

struct dtap_ipa_flows {
	struct modem_random random;
	struct dtap_ipa_flow flows[DTAP_IPA_FLOWS];
};

void dtap_ipa_flows_begin(struct dtap_ipa_flows *flows, uint64_t seed);

/*
 * Writes the next packet to out, which has room for DTAP_IPA_FLOW_PACKET bytes,
 * and returns its length.  *down: the modem gives it, else the phone.
 */
size_t dtap_ipa_flows_next(struct dtap_ipa_flows *flows, uint8_t *out,
			   bool *down);

#endif

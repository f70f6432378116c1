/* SPDX-License-Identifier: MIT */
/*
 * ipa_flows.h - made-up IP traffic between a phone and hosts behind its modem.
 *
 * Six flows run at a time, over IPv4 and IPv6: HTTP over TCP, DNS and other
 * datagrams over UDP, ICMP echo.  Each runs from its first packet to its last;
 * then another takes its place.  Addresses are those for documentation, and
 * checksums are correct.
 *
 * It has no clock and allocates nothing: the bytes depend only on the seed.
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
	uint16_t port;    /* of the phone; for an echo its identifier */
	uint8_t host;     /* the last byte of the address of the host */
	uint32_t sent[2]; /* TCP sequence numbers, up and down */
};

struct dtap_ipa_flows {
	struct dtap_random random;
	struct dtap_ipa_flow flows[DTAP_IPA_FLOWS];
};

void dtap_ipa_flows_begin(struct dtap_ipa_flows *flows, uint64_t seed);

/*
 * Writes the next packet to out, which has room for DTAP_IPA_FLOW_PACKET bytes,
 * and returns its length.  *down: it goes to the phone, else it comes from it.
 */
size_t dtap_ipa_flows_next(struct dtap_ipa_flows *flows, uint8_t *out,
			   bool *down);

#endif

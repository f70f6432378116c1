/* SPDX-License-Identifier: MIT */
/*
 * ipa_entries.h - a made-up IPA: the packets of ipa_flows.h as entries of its
 * device.
 *
 * Large packets are cut, and sequence numbers have gaps.  Some entries with a
 * status are of dropped packets, or have no packet.  The bytes depend only on
 * seed and format.  Owned by one thread; plain memory, no clean-up.
 */
#ifndef DTAP_IPA_ENTRIES_H
#define DTAP_IPA_ENTRIES_H

#include "sources/ipa/header_format.h"
#include "sources/simulator/ipa_flows.h"

#define DTAP_IPA_ENTRIES_ENDPOINTS 4
#define DTAP_IPA_ENTRIES_ENTRY \
	(DTAP_IPA_HEADER_MAX + DTAP_IPA_FLOW_PACKET + 8 + DTAP_IPA_TRAILER)

struct dtap_ipa_entries {
	const struct dtap_ipa_header_format *format;
	struct dtap_ipa_flows flows;
	struct dtap_random random;
	/* The next number of each source. */
	uint8_t sequence[DTAP_IPA_ENTRIES_ENDPOINTS];
	uint64_t time; /* of the last packet */
};

void dtap_ipa_entries_begin(struct dtap_ipa_entries *entries,
			    const struct dtap_ipa_header_format *format,
			    uint64_t seed);

/*
 * Writes the next entry to out, which has room for DTAP_IPA_ENTRIES_ENTRY
 * bytes, and returns its length and shape.
 */
size_t dtap_ipa_entries_next(struct dtap_ipa_entries *entries, uint8_t *out,
			     struct dtap_shape *shape);

#endif

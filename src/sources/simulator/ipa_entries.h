/* SPDX-License-Identifier: MIT */
/*
 * ipa_entries.h - a made-up IPA: the flows of ipa_flows.h as entries of its
 * device.
 *
 * Large packets are cut, sequence numbers have gaps now and then, and of a
 * status some are dropped packets or have none.  The bytes depend on seed and
 * form alone.  Owned by one thread; plain memory, no clean-up.
 */
#ifndef DTAP_IPA_ENTRIES_H
#define DTAP_IPA_ENTRIES_H

#include "sources/ipa/header_format.h"
#include "sources/simulator/ipa_flows.h"

#define DTAP_IPA_ENTRIES_ENDPOINTS 4
#define DTAP_IPA_ENTRIES_ENTRY \
	(DTAP_IPA_HEADER_MAX + DTAP_IPA_FLOW_PACKET + 8 + DTAP_IPA_TRAILER)

struct dtap_ipa_entries {
	const struct dtap_ipa_header_format *form;
	struct dtap_ipa_flows flows;
	struct modem_random random;
	uint8_t sequence[DTAP_IPA_ENTRIES_ENDPOINTS]; /* of each source's next
						       */
	uint64_t time;                                /* of day */
};

void dtap_ipa_entries_begin(struct dtap_ipa_entries *mirror,
			    const struct dtap_ipa_header_format *form,
			    uint64_t seed);

/*
 * Writes the next entry to out, which has room for DTAP_IPA_ENTRIES_ENTRY
 * bytes, and returns its length and shape.
 */
size_t dtap_ipa_entries_next(struct dtap_ipa_entries *mirror, uint8_t *out,
			     struct dtap_shape *shape);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * A packet of any bytes: its message lies within it, or in scratch, and its
 * heads within their bound.
 */
#include "fuzz.h"

#include "rewrite/exported_pdu.h"
#include "rewrite/upper_pdu.h"

static bool
is_within(const uint8_t *at, size_t length, const uint8_t *data, size_t size)
{
	return at >= data && at + length <= data + size;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *scratch = malloc(DTAP_UPPER_SCRATCH(size));
	uint8_t head[DTAP_UPPER_HEAD];
	struct dtap_upper_pdu pdu;

	if (dtap_upper_pdu_find(&pdu, data, size, scratch)) {
		CLAIM(pdu.size > 0);
		dtap_upper_pdu_complete(&pdu, scratch);
		CLAIM(is_within(pdu.data, pdu.size, data, size) ||
		      is_within(pdu.data, pdu.size, scratch,
				DTAP_UPPER_SCRATCH(size)));
		CLAIM(dtap_exported_pdu_head(head, &pdu) <= sizeof head);
		CLAIM(dtap_gsmtap_ip_head(head, &pdu) <= sizeof head);
	}
	free(scratch);
	return 0;
}

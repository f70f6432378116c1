/* SPDX-License-Identifier: MIT */
/*
 * log_body.h - the body of a log, while its message is looked for.
 */
#ifndef DTAP_LOG_BODY_H
#define DTAP_LOG_BODY_H

#include "rewrite/upper_pdu.h"

struct dtap_log_body {
	const uint8_t *data;
	size_t size;
	uint8_t *scratch;
	uint8_t radio; /* that it is from */
};

/*
 * The message of `size` bytes at an offset, shorter if it is cut.  False:
 * nothing is there.
 */
static inline bool
dtap_log_body_take(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body,
		   size_t at, size_t size)
{
	if (at >= body->size)
		return false;
	if (size > body->size - at)
		size = body->size - at;
	pdu->data = body->data + at;
	pdu->size = size;
	return size > 0;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * range.h - the part of a file that a request asks for (RFC 9110, 14).
 *
 * One range of bytes.  A request for several ranges gets the whole file, as RFC
 * 9110 allows.  Pure functions; any thread.
 */
#ifndef DTAP_RANGE_H
#define DTAP_RANGE_H

#include <stdint.h>

enum dtap_range_verdict {
	DTAP_RANGE_WHOLE, /* 200: no range, or an unknown form */
	DTAP_RANGE_PART,  /* 206 */
	DTAP_RANGE_NONE,  /* 416: the file has no byte of it */
};

struct dtap_range {
	uint64_t first, size; /* in bytes; WHOLE: the whole file */
};

/* The value of a Range header, "" without one, for a file of `bytes`. */
enum dtap_range_verdict dtap_range_read(struct dtap_range *range,
					const char *text, uint64_t bytes);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * range.h - the part of a file that a request asks for (RFC 9110, 14).
 *
 * One range of bytes; several at once are answered with the whole, as a server
 * may.  Pure functions, any thread.
 */
#ifndef DTAP_RANGE_H
#define DTAP_RANGE_H

#include <stdint.h>

enum dtap_range_verdict {
	DTAP_RANGE_WHOLE, /* 200: no range, or none that we know */
	DTAP_RANGE_PART,  /* 206 */
	DTAP_RANGE_NONE,  /* 416: the file has nothing of it */
};

struct dtap_range {
	uint64_t first, size; /* bytes of the file; of WHOLE all */
};

/* The value of a Range header, "" without one, for a file of `bytes`. */
enum dtap_range_verdict dtap_range_read(struct dtap_range *range,
					const char *text, uint64_t bytes);

#endif

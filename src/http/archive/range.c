/* SPDX-License-Identifier: MIT */
#include "http/archive/range.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define DIGITS "0123456789"

/* Reads a number, and moves *at behind it.  False: none, or too large. */
static bool
read_number(const char **at, uint64_t *number)
{
	if (strspn(*at, DIGITS) == 0)
		return false;
	*number = 0;
	for (; strspn(*at, DIGITS) > 0; ++*at) {
		uint64_t digit = (uint64_t)(**at - '0');

		if (*number > (UINT64_MAX - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return true;
}

/* "-N": the last N. */
static enum dtap_range_verdict
read_suffix(struct dtap_range *range, const char *at, uint64_t bytes)
{
	uint64_t count;

	at++;
	if (!read_number(&at, &count) || *at != '\0')
		return DTAP_RANGE_WHOLE;
	if (count == 0 || bytes == 0)
		return DTAP_RANGE_NONE;
	range->size = count < bytes ? count : bytes;
	range->first = bytes - range->size;
	return DTAP_RANGE_PART;
}

/* "A-B" or "A-". */
static enum dtap_range_verdict
read_span(struct dtap_range *range, const char *at, uint64_t bytes)
{
	uint64_t first, last = UINT64_MAX;

	if (!read_number(&at, &first) || *at++ != '-')
		return DTAP_RANGE_WHOLE;
	if (*at != '\0' && (!read_number(&at, &last) || *at != '\0'))
		return DTAP_RANGE_WHOLE;
	if (last < first)
		return DTAP_RANGE_WHOLE;
	if (first >= bytes)
		return DTAP_RANGE_NONE;
	range->first = first;
	range->size = last < bytes ? last - first + 1 : bytes - first;
	return DTAP_RANGE_PART;
}

enum dtap_range_verdict
dtap_range_read(struct dtap_range *range, const char *text, uint64_t bytes)
{
	*range = (struct dtap_range){0, bytes};
	if (strncasecmp(text, "bytes=", 6) != 0)
		return DTAP_RANGE_WHOLE;
	text += 6;
	return *text == '-' ? read_suffix(range, text, bytes)
			    : read_span(range, text, bytes);
}

/* SPDX-License-Identifier: MIT */
#include "hub/time_text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define YEAR_2262 INT64_C(9214646400) /* 2^63 ns is in this year */

/* "20:00:00Z" or "20:00:00.25Z": sets the fraction, in ns. */
static bool
read_fraction(const char *text, const char *end, int64_t *ns)
{
	int64_t unit = DTAP_NS_PER_S / 10;

	*ns = 0;
	if (*text == '.') {
		for (text++; *text >= '0' && *text <= '9'; text++, unit /= 10)
			*ns += (*text - '0') * unit;
		if (text[-1] == '.')
			return false;
	}
	return strcmp(text, end) == 0;
}

bool
dtap_time_text_read(int64_t *ns, const char *text)
{
	struct tm tm = {.tm_isdst = 0};
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
	int64_t seconds, fraction;
	char *end;

	if (rest != NULL) {
		seconds = timegm(&tm);
		if (!read_fraction(rest, "Z", &fraction))
			return false;
	} else {
		if (*text < '0' || *text > '9')
			return false;
		seconds = strtoll(text, &end, 10);
		if (!read_fraction(end, "", &fraction))
			return false;
	}
	if (seconds < 0 || seconds >= YEAR_2262)
		return false;
	*ns = seconds * DTAP_NS_PER_S + fraction;
	return true;
}

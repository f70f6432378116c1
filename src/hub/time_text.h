/* SPDX-License-Identifier: MIT */
/*
 * time_text.h - a time as people and files write it.
 *
 * Seconds since 1970, perhaps with a fraction, or 2026-11-29T20:00:00Z, perhaps
 * with one too.  Pure function, any thread.
 */
#ifndef DTAP_TIME_TEXT_H
#define DTAP_TIME_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#define DTAP_TIME_TEXT_RULE \
	"seconds since 1970, or a time as 2026-11-29T20:00:00Z"

/* ns since 1970, of the years to 2262.  False: it is no such time. */
bool dtap_time_text_read(int64_t *ns, const char *text);

#endif

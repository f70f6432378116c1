/* SPDX-License-Identifier: MIT */
/* clock_api.h - /api/clock: what time records bear, told and changed. */
#ifndef DTAP_CLOCK_API_H
#define DTAP_CLOCK_API_H

#include <stdio.h>

#include "service/service.h"

/* The JSON of GET /api/clock; docs/wire.md describes it.  As status.h has it.
 */
char *dtap_clock_api_json(const struct dtap_service *service, size_t *size);

/*
 * Reads the body of a POST: "offset_s=-17.25", or "now=" and seconds since
 * 1970, which is what the host's clock and the offset are to make; or either as
 * a JSON object of that one member.  False: one sentence in `why` says what is
 * wrong.
 */
bool dtap_clock_api_read(int64_t *offset, const char *text,
			 struct timespec host, char *why, size_t room);

/* Seconds with six decimals, of ns. */
void dtap_clock_api_put(FILE *out, int64_t ns);

/* "steps": 1, "last_step_s": -17.250000 */
void dtap_clock_api_put_steps(FILE *out, const struct dtap_steps *steps);

#endif

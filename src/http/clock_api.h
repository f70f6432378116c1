/* SPDX-License-Identifier: MIT */
/*
 * clock_api.h - /api/clock: the times of records, read and changed.
 *
 * On the server's thread.
 */
#ifndef DTAP_CLOCK_API_H
#define DTAP_CLOCK_API_H

#include <stdio.h>

#include "service/service.h"

/*
 * The JSON of GET /api/clock; docs/wire.md describes it.  The caller frees it;
 * *size bytes.  NULL: ENOMEM.
 */
char *dtap_clock_api_json(const struct dtap_service *service, size_t *size);

/*
 * Reads the body of a POST: "offset_s=-17.25" is the offset, "now=" and seconds
 * since 1970 is the right time, from which the offset is computed.  Both may be
 * a JSON object with this one member.  False: a sentence in `why` says what is
 * wrong.
 */
bool dtap_clock_api_read(int64_t *offset, const char *text,
			 struct timespec host, char *why, size_t room);

/* Writes ns as seconds with six decimals. */
void dtap_clock_api_put(FILE *out, int64_t ns);

/* Writes "steps": 1, "last_step_s": -17.250000 */
void dtap_clock_api_put_steps(FILE *out, const struct dtap_steps *steps);

#endif

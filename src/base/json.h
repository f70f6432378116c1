/* SPDX-License-Identifier: MIT */
/*
 * json.h - writes strings as JSON, and says whether a text is JSON (RFC 8259).
 *
 * Pure functions; any thread.
 */
#ifndef DTAP_JSON_H
#define DTAP_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Writes the text as a JSON string, with its quotes.  The text may hold any
 * bytes: a file name, a header, or a text that was cut in the middle of a
 * character.  Each sequence that is not UTF-8 is written as U+FFFD.
 */
void dtap_json_string(FILE *out, const char *text);

/* Writes "NAME": {"containers": C, "bytes": B}. */
void dtap_json_amount(FILE *out, const char *name, uint64_t containers,
		      uint64_t bytes);

/*
 * True if the text is one JSON object and nothing else, in UTF-8.  Objects and
 * arrays may be 32 deep.
 */
bool dtap_json_is_object(const char *text, size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/* json.h - writes text as JSON. */
#ifndef DTAP_JSON_H
#define DTAP_JSON_H

#include <stdio.h>

/*
 * Writes a string with quotes and escapes.  Bytes that are not UTF-8, as a
 * file's name may have them, are written as they are.
 */
void dtap_json_string(FILE *out, const char *text);

#endif

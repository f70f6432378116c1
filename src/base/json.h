/* SPDX-License-Identifier: MIT */
/* json.h - text as JSON has it. */
#ifndef DTAP_JSON_H
#define DTAP_JSON_H

#include <stdio.h>

/* With its quotes.  What is not UTF-8 was a file's name: it comes out as is. */
void dtap_json_string(FILE *out, const char *text);

#endif

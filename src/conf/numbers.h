/* SPDX-License-Identifier: MIT */
/*
 * numbers.h - the whole numbers in the text of a configuration file.
 *
 * libconfig 1.5 reads a number without an "L" behind it as an int, and of a
 * larger one takes the low 32 bits, silently: 5000000000 would be 705032704,
 * and 4294967296 would be 0, "no limit".
 */
#ifndef DTAP_CONF_NUMBERS_H
#define DTAP_CONF_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The text with an "L" behind each whole number of ten or more characters that
 * has none; strings, comments and lines stay as they are.  The caller frees it.
 * NULL: there is no memory; errno is set.
 */
char *dtap_numbers_widen(const char *text, size_t size, size_t *wide_size);

/* The first such number: where it begins, and its characters.  False: none. */
bool dtap_numbers_find(const char *text, size_t size, size_t *at,
		       size_t *characters);

#endif

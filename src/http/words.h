/* SPDX-License-Identifier: MIT */
/*
 * words.h - a header's list of words, with commas between (RFC 9110, 5.6.1).
 *
 *   for (at = list; dtap_words_next(&at, &word);)
 */
#ifndef DTAP_WORDS_H
#define DTAP_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Within the list; not terminated. */
struct dtap_word {
	const char *text;
	size_t size;
};

/* The next word that is not empty; false: there is none. */
bool dtap_words_next(const char **at, struct dtap_word *word);

#endif

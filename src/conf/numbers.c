/* SPDX-License-Identifier: MIT */
#include "conf/numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an int has room for: nine decimal digits, or 0x and seven. */
#define INT_CHARACTERS 9

#define DIGITS  "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* Up to `end`, and with it; or up to the end of the text. */
static size_t
up_to(const char *text, size_t size, size_t begin, const char *end)
{
	const char *found = begin < size ? memmem(text + begin, size - begin,
						  end, strlen(end))
					 : NULL;

	return found != NULL ? (size_t)(found - text) + strlen(end) : size;
}

static size_t
string_size(const char *text, size_t size)
{
	for (size_t i = 1; i < size; i++) {
		if (text[i] == '"')
			return i + 1;
		if (text[i] == '\\')
			i++;
	}
	return size;
}

/* A name or a number. */
static size_t
word_size(const char *text, size_t size)
{
	size_t i = 0;

	while (i < size && text[i] != '\0' &&
	       strchr(DIGITS LETTERS "_.*+-", text[i]) != NULL)
		i++;
	return i;
}

/* The size of the string, comment or word that begins the text, or 1. */
static size_t
piece_size(const char *text, size_t size)
{
	size_t word;

	if (text[0] == '"')
		return string_size(text, size);
	if (text[0] == '#' || (size > 1 && memcmp(text, "//", 2) == 0))
		return up_to(text, size, 1, "\n");
	if (size > 1 && memcmp(text, "/*", 2) == 0)
		return up_to(text, size, 2, "*/");
	word = word_size(text, size);
	return word > 0 ? word : 1;
}

static bool
is_long_number(const char *word, size_t size)
{
	size_t sign = word[0] == '+' || word[0] == '-' ? 1 : 0;
	size_t prefix = 0;
	const char *digits = DIGITS;

	if (size - sign <= INT_CHARACTERS)
		return false;
	if (word[sign] == '0' && strchr("xX", word[sign + 1]) != NULL) {
		prefix = 2;
		digits = DIGITS "ABCDEFabcdef";
	}
	for (size_t i = sign + prefix; i < size; i++)
		if (word[i] == '\0' || strchr(digits, word[i]) == NULL)
			return false;
	return true;
}

char *
dtap_numbers_widen(const char *text, size_t size, size_t *wide_size)
{
	char *wide = NULL;
	FILE *out = open_memstream(&wide, wide_size);
	size_t piece;

	if (out == NULL)
		return NULL;
	for (size_t at = 0; at < size; at += piece) {
		piece = piece_size(text + at, size - at);
		fwrite(text + at, 1, piece, out);
		if (is_long_number(text + at, piece))
			fputc('L', out);
	}
	if (fclose(out) == 0)
		return wide;
	free(wide);
	return NULL;
}

bool
dtap_numbers_find(const char *text, size_t size, size_t *at, size_t *characters)
{
	for (*at = 0; *at < size; *at += *characters) {
		*characters = piece_size(text + *at, size - *at);
		if (is_long_number(text + *at, *characters))
			return true;
	}
	return false;
}

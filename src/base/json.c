/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#define DEPTH_MAX 32

#define DIGITS "0123456789"

/* The lead bytes of UTF-8, and the second bytes that may follow them (Unicode,
 * table 3-7).  All further bytes are 80 to BF. */
static const struct lead {
	uint8_t first, last; /* lead bytes */
	uint8_t low, high;   /* second bytes */
	size_t size;
} leads[] = {
	{0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2},
	{0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
	{0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
	{0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
	{0xf4, 0xf4, 0x80, 0x8f, 4},
};

/* The size of the next sequence; *valid: it is a character. */
static size_t
read_character(const char *text, size_t left, bool *valid)
{
	const uint8_t *at = (const uint8_t *)text;
	const struct lead *lead = NULL;
	size_t size = 1;

	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if (*at >= leads[i].first && *at <= leads[i].last)
			lead = &leads[i];
	*valid = false;
	if (lead == NULL)
		return 1;
	while (size < lead->size && size < left) {
		uint8_t low = size == 1 ? lead->low : 0x80;
		uint8_t high = size == 1 ? lead->high : 0xbf;

		if (at[size] < low || at[size] > high)
			return size;
		size++;
	}
	*valid = size == lead->size;
	return size;
}

static void
put_character(FILE *out, const char *text, size_t size)
{
	unsigned char c = (unsigned char)*text;

	if (c == '"' || c == '\\')
		fprintf(out, "\\%c", c);
	else if (c < 0x20 || c == 0x7f)
		fprintf(out, "\\u%04x", c);
	else
		fwrite(text, 1, size, out);
}

void
dtap_json_string(FILE *out, const char *text)
{
	size_t left = strlen(text);

	fputc('"', out);
	while (left > 0) {
		bool valid;
		size_t size = read_character(text, left, &valid);

		if (valid)
			put_character(out, text, size);
		else
			fputs("\xef\xbf\xbd", out);
		text += size;
		left -= size;
	}
	fputc('"', out);
}

void
dtap_json_amount(FILE *out, const char *name, uint64_t containers,
		 uint64_t bytes)
{
	fprintf(out,
		"\"%s\": {\"containers\": %" PRIu64 ", \"bytes\": %" PRIu64 "}",
		name, containers, bytes);
}

/* A text that is read; a NUL is never a part of JSON. */
struct reader {
	const char *at, *end;
	unsigned depth;
};

static char
peek(const struct reader *reader)
{
	return reader->at < reader->end ? *reader->at : '\0';
}

static void
skip_space(struct reader *reader)
{
	while (peek(reader) != '\0' && strchr(" \t\r\n", *reader->at) != NULL)
		reader->at++;
}

static bool
take(struct reader *reader, char wanted)
{
	if (peek(reader) != wanted || wanted == '\0')
		return false;
	reader->at++;
	return true;
}

static bool
take_word(struct reader *reader, const char *word)
{
	size_t size = strlen(word);

	if ((size_t)(reader->end - reader->at) < size ||
	    memcmp(reader->at, word, size) != 0)
		return false;
	reader->at += size;
	return true;
}

static size_t
take_of(struct reader *reader, const char *set)
{
	size_t count = 0;

	while (peek(reader) != '\0' && strchr(set, *reader->at) != NULL) {
		reader->at++;
		count++;
	}
	return count;
}

static bool
take_escape(struct reader *reader)
{
	if (!take(reader, 'u')) {
		bool known = peek(reader) != '\0' &&
			     strchr("\"\\/bfnrt", *reader->at) != NULL;

		reader->at += known;
		return known;
	}
	for (int i = 0; i < 4; i++) {
		if (peek(reader) == '\0' ||
		    strchr(DIGITS "abcdefABCDEF", *reader->at) == NULL)
			return false;
		reader->at++;
	}
	return true;
}

static bool
take_string(struct reader *reader)
{
	bool valid = take(reader, '"');

	while (valid && !take(reader, '"')) {
		if (take(reader, '\\'))
			valid = take_escape(reader);
		else if ((unsigned char)peek(reader) < 0x20)
			return false;
		else
			reader->at += read_character(
				reader->at, (size_t)(reader->end - reader->at),
				&valid);
	}
	return valid;
}

static bool
take_number(struct reader *reader)
{
	take(reader, '-');
	if (!take(reader, '0') && take_of(reader, DIGITS) == 0)
		return false;
	if (take(reader, '.') && take_of(reader, DIGITS) == 0)
		return false;
	if (!take(reader, 'e') && !take(reader, 'E'))
		return true;
	if (!take(reader, '-'))
		take(reader, '+');
	return take_of(reader, DIGITS) > 0;
}

static bool take_value(struct reader *reader);

static bool
take_member(struct reader *reader)
{
	skip_space(reader);
	if (!take_string(reader))
		return false;
	skip_space(reader);
	return take(reader, ':') && take_value(reader);
}

/* Elements with commas between, and the two brackets around them. */
static bool
take_list(struct reader *reader, char close,
	  bool (*take_element)(struct reader *reader))
{
	reader->at++;
	skip_space(reader);
	if (take(reader, close))
		return true;
	if (++reader->depth > DEPTH_MAX)
		return false;
	do {
		if (!take_element(reader))
			return false;
		skip_space(reader);
	} while (take(reader, ','));
	reader->depth--;
	return take(reader, close);
}

static bool
take_value(struct reader *reader)
{
	skip_space(reader);
	switch (peek(reader)) {
	case '{':
		return take_list(reader, '}', take_member);
	case '[':
		return take_list(reader, ']', take_value);
	case '"':
		return take_string(reader);
	case 't':
		return take_word(reader, "true");
	case 'f':
		return take_word(reader, "false");
	case 'n':
		return take_word(reader, "null");
	default:
		return take_number(reader);
	}
}

bool
dtap_json_is_object(const char *text, size_t size)
{
	struct reader reader = {text, text + size, 0};

	skip_space(&reader);
	if (peek(&reader) != '{' || !take_value(&reader))
		return false;
	skip_space(&reader);
	return reader.at == reader.end;
}

/* SPDX-License-Identifier: MIT */
#include "conf/print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void
print_string(const char *text, FILE *out)
{
	fputc('"', out);
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\x%02x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

static void
print_words(const char *words, const char *quote, FILE *out)
{
	const char *separator = "";

	fputc('[', out);
	while (*words != '\0') {
		size_t size = strcspn(words, " ");

		fprintf(out, "%s%s%.*s%s", separator, quote, (int)size, words,
			quote);
		separator = ", ";
		words += size;
		words += strspn(words, " ");
	}
	fputc(']', out);
}

/* The shortest text that is the number again. */
static void
print_float(double number, FILE *out)
{
	char text[64];
	int decimals = 0;

	do
		snprintf(text, sizeof text, "%.*f", ++decimals, number);
	while (strtod(text, NULL) != number && decimals < 17);
	fputs(text, out);
}

void
dtap_key_print(const struct dtap_conf *conf, const struct dtap_key *key,
	       FILE *out)
{
	const void *at = (const char *)conf + key->offset;

	switch (key->type) {
	case DTAP_BOOL:
		fputs(*(const bool *)at ? "true" : "false", out);
		break;
	case DTAP_INT:
		fprintf(out, "%" PRId64 "%s", *(const int64_t *)at,
			*(const int64_t *)at > INT32_MAX ? "L" : "");
		break;
	case DTAP_FLOAT:
		print_float(*(const double *)at, out);
		break;
	case DTAP_STRING:
		print_string(*(char *const *)at, out);
		break;
	case DTAP_WORDS:
		print_words(*(char *const *)at, "\"", out);
		break;
	case DTAP_CODES:
		print_words(*(char *const *)at, "", out);
	}
}

/* SPDX-License-Identifier: MIT */
/*
 * JSON and Accept headers: what is written is JSON whatever goes in,
 * and reading ends within the text.
 */
#include "fuzz.h"

#include "base/json.h"
#include "http/accept.h"

static void
check_string(const char *text)
{
	char *json;
	size_t size;
	FILE *out = open_memstream(&json, &size);

	fputs("{\"a\": ", out);
	dtap_json_string(out, text);
	fputs("}", out);
	fclose(out);
	CLAIM(dtap_json_is_object(json, size));
	free(json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct dtap_accept_term term;
	const char *at = text;

	memcpy(text, data, size);
	text[size] = '\0';
	dtap_json_is_object((const char *)data, size);
	check_string(text);
	while (dtap_accept_next(&at, &term))
		CLAIM(term.weight <= 1000 && at <= text + size);
	dtap_accept_openmetrics(text);
	dtap_accept_gzip(text);
	free(text);
	return 0;
}

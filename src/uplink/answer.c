/* SPDX-License-Identifier: MIT */
#include "uplink/answer.h"

#include <stdint.h>
#include <string.h>

#include "base/json_value.h"

/* "message size exceeds maximum allowed". */
#define TOO_LARGE 10054

static void
copy_printable(char out[DTAP_UPLINK_ANSWER_TEXT], const struct dtap_json *text)
{
	size_t size = (size_t)(text->end - text->at);

	/* A JSON string without its quotes; what is escaped in it stays so. */
	size = size >= 2 && *text->at == '"' ? size - 2 : 0;
	if (size >= DTAP_UPLINK_ANSWER_TEXT)
		size = DTAP_UPLINK_ANSWER_TEXT - 1;
	for (size_t i = 0; i < size; i++) {
		char c = text->at[1 + i];

		out[i] = '?';
		if (c >= ' ' && c <= '~')
			out[i] = c;
	}
	out[size] = '\0';
}

static void
read_error(struct dtap_uplink_answer *answer, const struct dtap_json *error)
{
	struct dtap_json value;
	int64_t code;

	answer->kind = DTAP_ANSWER_AGAIN;
	if (dtap_json_member(error, "err_code", &value) &&
	    dtap_json_integer(&value, &code) && code > 0 && code < 100000)
		answer->code = (int)code;
	if (dtap_json_member(error, "description", &value))
		copy_printable(answer->text, &value);
	if (answer->code == TOO_LARGE)
		answer->kind = DTAP_ANSWER_NEVER;
}

static bool
is_true(const struct dtap_json *object, const char *name)
{
	struct dtap_json value;

	return dtap_json_member(object, name, &value) && *value.at == 't';
}

void
dtap_uplink_answer_read(struct dtap_uplink_answer *answer, const char *data,
			size_t size, bool no_responder)
{
	struct dtap_json object, value;
	int64_t sequence;

	*answer = (struct dtap_uplink_answer){.kind = DTAP_ANSWER_STRANGE};
	if (no_responder)
		answer->kind = DTAP_ANSWER_NOBODY;
	else if (!dtap_json_open(&object, data, size))
		return;
	else if (dtap_json_member(&object, "error", &value))
		read_error(answer, &value);
	else if (dtap_json_member(&object, "seq", &value) &&
		 dtap_json_integer(&value, &sequence) && sequence > 0)
		answer->kind = is_true(&object, "duplicate")
				       ? DTAP_ANSWER_DUPLICATE
				       : DTAP_ANSWER_STORED;
}

/* SPDX-License-Identifier: MIT */
#include "sources/nats/consumer_answer.h"

#include <stdio.h>

#include "base/json_value.h"

#define STREAM_NOT_FOUND 10059

static void
read_error(struct dtap_consumer_answer *answer, const struct dtap_json *error)
{
	struct dtap_json value;
	int64_t code = 0;

	if (dtap_json_member(error, "err_code", &value))
		dtap_json_integer(&value, &code);
	answer->no_stream = code == STREAM_NOT_FOUND;
	if (!dtap_json_member(error, "description", &value) ||
	    !dtap_json_text(&value, answer->text, sizeof answer->text))
		snprintf(answer->text, sizeof answer->text, "an error");
	for (char *at = answer->text; *at != '\0'; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
}

void
dtap_consumer_answer_read(struct dtap_consumer_answer *answer, const char *data,
			  size_t size)
{
	struct dtap_json object, value;
	int64_t before;

	*answer = (struct dtap_consumer_answer){.is_good = false};
	if (!dtap_json_open(&object, data, size)) {
		snprintf(answer->text, sizeof answer->text,
			 "an answer that is no JSON");
	} else if (dtap_json_member(&object, "error", &value)) {
		read_error(answer, &value);
	} else if (dtap_json_member(&object, "delivered", &value) &&
		   dtap_json_member(&value, "stream_seq", &value) &&
		   dtap_json_integer(&value, &before) && before >= 0) {
		answer->is_good = true;
		answer->before = (uint64_t)before;
	} else {
		snprintf(answer->text, sizeof answer->text,
			 "an answer without its place in the stream");
	}
}

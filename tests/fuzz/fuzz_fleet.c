/* SPDX-License-Identifier: MIT */
/*
 * What a server passes on: a line with the subject, a line with the key, and a
 * line for each header.  What is accepted is written in the same way again.
 */
#include "fuzz.h"

#include "fleet/fleet_message.h"

/* The text before the next newline; *text moves behind it, or becomes NULL. */
static char *
take_line(char **text)
{
	char *line = *text;
	char *end = line != NULL ? strchr(line, '\n') : NULL;

	if (end != NULL)
		*end++ = '\0';
	*text = end;
	return line;
}

static void
check_names(const char *subject, const char *key)
{
	char text[DTAP_FLEET_SUBJECT_ROOM];
	struct dtap_fleet_name name;

	if (subject != NULL && dtap_fleet_subject_read(&name, subject)) {
		dtap_fleet_subject_write(&name, text);
		CLAIM(strcmp(text, subject) == 0);
	}
	if (key != NULL && dtap_fleet_key_read(&name, key)) {
		dtap_fleet_key_write(&name, text);
		CLAIM(strcmp(text, key) == 0);
	}
}

static void
check_headers(const char *const values[DTAP_FLEET_HEADERS])
{
	char text[DTAP_FLEET_VALUE_ROOM];
	struct dtap_fleet_message message;
	enum dtap_fleet_header wrong;

	if (!dtap_fleet_message_read(&message, values, &wrong)) {
		CLAIM(wrong < DTAP_FLEET_HEADERS);
		return;
	}
	CLAIM(message.first + message.count >= message.first);
	for (int i = 0; i < DTAP_FLEET_HEADERS; i++)
		if (dtap_fleet_header_write(&message, (enum dtap_fleet_header)i,
					    text))
			CLAIM(values[i] != NULL &&
			      strcmp(text, values[i]) == 0);
		else
			CLAIM(values[i] == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), *rest = text;
	const char *values[DTAP_FLEET_HEADERS];
	const char *subject = take_line(&rest), *key = take_line(&rest);

	for (int i = 0; i < DTAP_FLEET_HEADERS; i++)
		values[i] = take_line(&rest);
	check_names(subject, key);
	check_headers(values);
	free(text);
	return 0;
}

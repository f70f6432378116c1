/* SPDX-License-Identifier: MIT */
#include "fleet/fleet_name.h"

#include <stdio.h>
#include <string.h>

static const char first[] = "diag.", last[] = ".pcap";
static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

bool
dtap_fleet_is_word(const char *text)
{
	size_t size = strspn(text, letters);

	return size > 0 && size <= DTAP_FLEET_WORD && text[size] == '\0';
}

void
dtap_fleet_subject_write(const struct dtap_fleet_name *name,
			 char out[DTAP_FLEET_SUBJECT_ROOM])
{
	snprintf(out, DTAP_FLEET_SUBJECT_ROOM, "%s%s.%s.%s%s", first,
		 name->group, name->device, name->tap, last);
}

void
dtap_fleet_key_write(const struct dtap_fleet_name *name,
		     char out[DTAP_FLEET_KEY_ROOM])
{
	snprintf(out, DTAP_FLEET_KEY_ROOM, "%s.%s", name->group, name->device);
}

/* Copies the word at the front of text.  Returns what stands behind it, or NULL
 * if there is none, or if text is NULL. */
static const char *
take_word(const char *text, char out[DTAP_FLEET_WORD_ROOM])
{
	size_t size = text != NULL ? strspn(text, letters) : 0;

	if (size == 0 || size > DTAP_FLEET_WORD)
		return NULL;
	memcpy(out, text, size);
	out[size] = '\0';
	return text + size;
}

/* The same for a text that has to be there. */
static const char *
take_text(const char *text, const char *expected)
{
	size_t size = strlen(expected);

	return text != NULL && strncmp(text, expected, size) == 0 ? text + size
								  : NULL;
}

bool
dtap_fleet_subject_read(struct dtap_fleet_name *name, const char *subject)
{
	struct dtap_fleet_name found = {0};
	const char *at = take_text(subject, first);

	at = take_text(take_word(at, found.group), ".");
	at = take_text(take_word(at, found.device), ".");
	at = take_text(take_word(at, found.tap), last);
	if (at == NULL || *at != '\0')
		return false;
	*name = found;
	return true;
}

bool
dtap_fleet_key_read(struct dtap_fleet_name *name, const char *key)
{
	struct dtap_fleet_name found = {0};
	const char *at = take_text(take_word(key, found.group), ".");

	at = take_word(at, found.device);
	if (at == NULL || *at != '\0')
		return false;
	*name = found;
	return true;
}

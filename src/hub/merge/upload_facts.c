/* SPDX-License-Identifier: MIT */
#include "hub/merge/upload_facts.h"

#include <stdlib.h>
#include <string.h>

#include "archive/sidecar.h"
#include "base/json_value.h"
#include "fleet/fleet_message.h"
#include "hub/time_text.h"

#define TEXT_ROOM 64

static bool
read_text(const struct dtap_json *object, const char *name, char out[TEXT_ROOM])
{
	struct dtap_json value;

	return dtap_json_member(object, name, &value) &&
	       dtap_json_text(&value, out, TEXT_ROOM);
}

static bool
read_count(const struct dtap_json *object, const char *name, uint64_t *out)
{
	struct dtap_json value;
	int64_t number;

	if (!dtap_json_member(object, name, &value) ||
	    !dtap_json_integer(&value, &number) || number < 0)
		return false;
	*out = (uint64_t)number;
	return true;
}

static bool
read_word(const struct dtap_json *object, const char *name,
	  char out[DTAP_FLEET_WORD_ROOM])
{
	char text[TEXT_ROOM];

	if (!read_text(object, name, text) || !dtap_fleet_is_word(text))
		return false;
	strcpy(out, text);
	return true;
}

/* Exactly as an archive writes it. */
static bool
read_boot(const struct dtap_json *object, uint64_t *boot)
{
	char text[TEXT_ROOM], again[DTAP_FLEET_BOOT_ROOM];

	if (!read_text(object, "boot", text))
		return false;
	*boot = strtoull(text, NULL, 16);
	dtap_fleet_boot_write(*boot, again);
	return strcmp(text, again) == 0;
}

static void
read_time(const struct dtap_json *object, const char *name, int64_t *time)
{
	char text[TEXT_ROOM];
	int64_t found;

	if (read_text(object, name, text) && dtap_time_text_read(&found, text))
		*time = found;
}

static bool
read_range(struct dtap_upload_facts *facts, const struct dtap_json *object)
{
	return read_boot(object, &facts->boot) &&
	       read_count(object, "first_container", &facts->first) &&
	       read_count(object, "next_container", &facts->next) &&
	       facts->first <= facts->next && facts->next < UINT64_MAX / 2;
}

const char *
dtap_upload_facts_read(struct dtap_upload_facts *facts, const char *text,
		       size_t size)
{
	struct dtap_json object, containers;

	memset(facts, 0, sizeof *facts);
	facts->begun = INT64_MIN;
	facts->ended = INT64_MAX;
	if (!dtap_sidecar_is_whole(text, size) ||
	    !dtap_json_open(&object, text, size))
		return "it is damaged, or no archive wrote it";
	if (!read_word(&object, "uplink_device", facts->name.device))
		return "it names no device (uplink.device)";
	if (!read_range(facts, &object))
		return "its containers have no numbers: the capture was "
		       "recovered after a crash, or is of an older version";
	if (!read_word(&object, "tap", facts->name.tap) ||
	    !read_count(&object, "bytes", &facts->bytes) ||
	    !dtap_json_member(&object, "containers", &containers) ||
	    !read_count(&containers, "containers", &facts->containers))
		return "it is damaged, or no archive wrote it";
	read_time(&object, "first", &facts->begun);
	read_time(&object, "last", &facts->ended);
	return NULL;
}

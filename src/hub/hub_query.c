/* SPDX-License-Identifier: MIT */
#include "hub/hub_query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub/time_text.h"

static bool
read_since(struct dtap_hub_query *query, const char *value)
{
	query->start =
		strcmp(value, "oldest") == 0 ? DTAP_PULL_ALL : DTAP_PULL_NEW;
	if (query->start == DTAP_PULL_ALL || strcmp(value, "live") == 0)
		return true;
	query->start = DTAP_PULL_TIME;
	return dtap_time_text_read(&query->since, value);
}

static bool
read_group(struct dtap_hub_query *query, const char *value)
{
	snprintf(query->group, sizeof query->group, "%s", value);
	return dtap_fleet_is_word(value);
}

static bool
read_devices(struct dtap_hub_query *query, const char *value)
{
	char text[DTAP_HUB_QUERY_DEVICES * DTAP_FLEET_WORD_ROOM], *rest, *word;

	if ((size_t)snprintf(text, sizeof text, "%s", value) >= sizeof text)
		return false;
	for (word = strtok_r(text, ",", &rest); word != NULL;
	     word = strtok_r(NULL, ",", &rest)) {
		if (query->device_count == DTAP_HUB_QUERY_DEVICES ||
		    !dtap_fleet_is_word(word))
			return false;
		strcpy(query->devices[query->device_count++], word);
	}
	return query->device_count > 0;
}

static const struct {
	const char *name;
	bool (*read)(struct dtap_hub_query *query, const char *value);
	const char *allowed;
} names[] = {
	{"since", read_since, "live, oldest, " DTAP_TIME_TEXT_RULE},
	{"group", read_group, "a group: " DTAP_FLEET_WORD_RULE},
	{"device", read_devices,
	 "at most 64 devices with commas between, each " DTAP_FLEET_WORD_RULE},
};

static void
keep(struct dtap_hub_query *query, const char *term)
{
	size_t size = strlen(query->rest);

	snprintf(query->rest + size, sizeof query->rest - size, "%s%s",
		 size > 0 ? "&" : "", term);
}

static bool
read_term(struct dtap_hub_query *query, const char *term, char *why,
	  size_t room)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t size = strlen(names[i].name);

		if (strncmp(term, names[i].name, size) != 0 ||
		    term[size] != '=')
			continue;
		if (names[i].read(query, term + size + 1))
			return true;
		snprintf(why, room, "%s= must be %s.", names[i].name,
			 names[i].allowed);
		return false;
	}
	keep(query, term);
	return true;
}

bool
dtap_hub_query_read(struct dtap_hub_query *query, const char *text, char *why,
		    size_t room)
{
	char copy[DTAP_REQUEST_QUERY_ROOM], *rest, *term;

	*query = (struct dtap_hub_query){.start = DTAP_PULL_NEW};
	snprintf(copy, sizeof copy, "%s", text);
	for (term = strtok_r(copy, "&", &rest); term != NULL;
	     term = strtok_r(NULL, "&", &rest))
		if (!read_term(query, term, why, room))
			return false;
	return true;
}

/* SPDX-License-Identifier: MIT */
#include "hub/selection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
word(const char *text)
{
	return *text != '\0' ? text : "*";
}

static char *
make_filters(const char *group, const struct dtap_selection_of *of)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		return NULL;
	if (of->device_count == 0)
		fprintf(out, "\"diag.%s.*.%s.pcap\"", group, word(of->tap));
	for (size_t i = 0; i < of->device_count; i++)
		fprintf(out, "%s\"diag.%s.%s.%s.pcap\"", i > 0 ? "," : "",
			group, of->devices[i], word(of->tap));
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

bool
dtap_selection_make(struct dtap_selection *selection,
		    const struct dtap_hub *hub,
		    const struct dtap_selection_of *of)
{
	selection->count = 0;
	for (size_t i = 0; i < hub->group_count; i++) {
		const struct dtap_hub_group *group = &hub->groups[i];
		struct dtap_consumer_stream *stream =
			&selection->streams[selection->count];

		if (*of->group != '\0' && strcmp(of->group, group->name) != 0)
			continue;
		stream->name = group->stream;
		stream->filters = make_filters(group->name, of);
		if (stream->filters == NULL)
			return false;
		selection->count++;
	}
	return true;
}

void
dtap_selection_clear(struct dtap_selection *selection)
{
	for (size_t i = 0; i < selection->count; i++)
		free((char *)selection->streams[i].filters);
	selection->count = 0;
}

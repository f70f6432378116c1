/* SPDX-License-Identifier: MIT */
#include "http/archive/http_chunk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAST "0\r\n\r\n"

bool
dtap_http_chunk(char **text, size_t *size, bool last)
{
	const char *end = last ? LAST : "";
	char head[24] = "", *framed;
	size_t before, room;

	if (*size > 0)
		snprintf(head, sizeof head, "%zx\r\n", *size);
	before = strlen(head);
	room = before + *size + strlen("\r\n") + strlen(end) + 1;
	framed = realloc(*text, room);
	if (framed == NULL)
		return false;
	memmove(framed + before, framed, *size);
	memcpy(framed, head, before);
	framed[before + *size] = '\0';
	strcpy(framed + before + *size, *size > 0 ? "\r\n" : "");
	strcat(framed + before + *size, end);
	*text = framed;
	*size += before + strlen(framed + before + *size);
	return true;
}

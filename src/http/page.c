/* SPDX-License-Identifier: MIT */
#include "http/page.h"

#include <stdio.h>
#include <string.h>

#include "assets/assets.h"

#define PLACE "{{host}}"

/* Nothing in it may mean something to HTML, or to the shell it is pasted to. */
static const char *
checked(const char *host)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.:-[]";

	return host[0] != '\0' && host[strspn(host, allowed)] == '\0'
		       ? host
		       : "HOST:PORT";
}

char *
dtap_page(const char *host, size_t *size)
{
	const char *at = (const char *)dtap_asset_page.data, *place;
	size_t left = dtap_asset_page.size;
	char *page;
	FILE *out = open_memstream(&page, size);

	if (out == NULL)
		return NULL;
	while ((place = memmem(at, left, PLACE, strlen(PLACE))) != NULL) {
		fwrite(at, 1, (size_t)(place - at), out);
		fputs(checked(host), out);
		left -= (size_t)(place - at) + strlen(PLACE);
		at = place + strlen(PLACE);
	}
	fwrite(at, 1, left, out);
	return fclose(out) == 0 ? page : NULL;
}

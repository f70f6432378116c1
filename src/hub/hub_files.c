/* SPDX-License-Identifier: MIT */
#include "hub/hub_files.h"

#include <string.h>

#include "http/static_files.h"

#define DEVICES "/devices/"
#define PAGE    "/page/"

/* src/hub/page: */
extern const struct dtap_asset dtap_page_files[];

static const struct dtap_asset *
find_page(const char *name)
{
	for (const struct dtap_asset *file = dtap_page_files;
	     file->path != NULL; file++)
		if (strcmp(name, file->path) == 0)
			return file;
	return NULL;
}

const struct dtap_asset *
dtap_hub_file_find(const char *path)
{
	if (strcmp(path, "/") == 0)
		return find_page("index.html");
	if (strncmp(path, PAGE, strlen(PAGE)) == 0)
		return find_page(path + strlen(PAGE));
	/* The viewer is the same for each device, and is what has no name. */
	if (strncmp(path, DEVICES, strlen(DEVICES)) == 0) {
		path += strlen(DEVICES);
		path += strcspn(path, "/");
	}
	return dtap_static_file_find(path);
}

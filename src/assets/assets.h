/* SPDX-License-Identifier: MIT */
/*
 * assets.h - files compiled into our programs, gzip'ed; see cmake/embed.cmake.
 *
 * They never change.  Only who names a table has its files in the program.
 */
#ifndef DTAP_ASSETS_H
#define DTAP_ASSETS_H

#include <stddef.h>

struct dtap_asset {
	const char *path; /* below its folder: "decode/lte.js" */
	const char *type; /* Content-Type */
	const unsigned char *gzip;
	size_t gzip_size;
	size_t size;      /* of the file itself */
	const char *etag; /* weak: it stands for both forms */
};

/* Each table ends with a path of NULL.  src/viewer: */
extern const struct dtap_asset dtap_viewer_files[];

/* dissector: diagtap.lua, and nothing else. */
extern const struct dtap_asset dtap_dissector_files[];

/* dissector/profile: columns, colours and buttons of Wireshark's profile. */
extern const struct dtap_asset dtap_profile_files[];

/* The file as it was, asset->size bytes, for the caller to free.  NULL:
 * ENOMEM.
 */
unsigned char *dtap_asset_inflate(const struct dtap_asset *asset);

/* Writes the file as it was.  -1 with errno. */
int dtap_asset_write(const struct dtap_asset *asset, int fd);

#endif

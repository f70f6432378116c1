/* SPDX-License-Identifier: MIT */
/*
 * assets.h - files compiled into our programs; see cmake/embed.cmake and
 * cmake/embed_viewer.cmake.
 */
#ifndef DTAP_ASSETS_H
#define DTAP_ASSETS_H

#include <stddef.h>

struct dtap_asset {
	const unsigned char *data;
	size_t size;
	const char *etag; /* in quotes; changes with the octets */
};

extern const struct dtap_asset dtap_asset_dissector; /* dissector/diagtap.lua */

/* A file of src/viewer.  Only who names the table has them in the program. */
struct dtap_viewer_file {
	const char *path; /* below src/viewer: "decode/lte.js" */
	const char *type; /* Content-Type */
	const unsigned char *gzip;
	size_t gzip_size;
	size_t size;      /* of the file itself */
	const char *etag; /* weak: it stands for both forms */
};

extern const struct dtap_viewer_file dtap_viewer_files[];
extern const size_t dtap_viewer_file_count;

#endif

/* SPDX-License-Identifier: MIT */
/* assets.h - files compiled into our programs; see cmake/embed.cmake. */
#ifndef DTAP_ASSETS_H
#define DTAP_ASSETS_H

#include <stddef.h>

struct dtap_asset {
	const unsigned char *data;
	size_t size;
	const char *etag; /* in quotes; changes with the octets */
};

extern const struct dtap_asset dtap_asset_page;      /* src/viewer/index.html */
extern const struct dtap_asset dtap_asset_dissector; /* dissector/diagtap.lua */

#endif

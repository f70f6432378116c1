/* SPDX-License-Identifier: MIT */
/*
 * hub_files.h - the page of devices at /, with its files at /page/..., and for
 * each device the viewer at /devices/NAME/.
 *
 * They are compiled in.  Pure functions, any thread.
 */
#ifndef DTAP_HUB_FILES_H
#define DTAP_HUB_FILES_H

#include "assets/assets.h"

/* The file of a path, or NULL. */
const struct dtap_asset *dtap_hub_file_find(const char *path);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * places.h - where Wireshark looks for what we install for a user.
 */
#ifndef DTAP_PLACES_H
#define DTAP_PLACES_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "assets/assets.h"

#define DTAP_EXTCAP_PLACES 3

/* A file to install. */
struct dtap_extcap_place {
	char path[PATH_MAX];
	mode_t mode;
	const struct dtap_asset *asset; /* NULL: this program */
};

/*
 * The places of this user: Wireshark 4.0 and 4.2 differ about an extcap.
 * False with errno: the home directory is not known, or too long.  Main thread.
 */
bool dtap_extcap_places(struct dtap_extcap_place places[DTAP_EXTCAP_PLACES]);

#endif

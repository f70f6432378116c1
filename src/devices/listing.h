/* SPDX-License-Identifier: MIT */
/*
 * listing.h - the DIAG ports of this machine as `diagtapd --list` and GET
 * /api/devices show them; docs/wire.md describes the JSON.
 *
 * No port is opened.  What this program may not see is said, and not left out.
 * It reads many small files: not for a thread that must not wait.
 */
#ifndef DTAP_LISTING_H
#define DTAP_LISTING_H

#include <stdio.h>

#include "devices/device.h"
#include "devices/device_owner.h"

/* A device, and what this program finds out about it. */
struct dtap_listed {
	const struct dtap_device *device;
	char configuration[128]; /* see dtap_device_configuration() */
	bool has_owner;          /* a program has it open: maybe this one */
	bool is_forbidden;       /* this program may not open it */
	struct dtap_device_owner owner;
	const char *probe, *answer; /* "not asked" and "", if nobody asks it */
};

void dtap_listed_look(struct dtap_listed *out, const struct dtap_device *device,
		      const char *root);

/* Places where ports stand that cannot be read now. */
#define DTAP_UNREADABLE 4

struct dtap_unreadable {
	struct {
		const char *path; /* below the root */
		int error;
	} places[DTAP_UNREADABLE];
	size_t count;
};

void dtap_unreadable_find(struct dtap_unreadable *out, const char *root);

/* Whether the programs of other users can be seen, in /proc. */
bool dtap_listing_sees_others(void);

/* The JSON: a begin, the devices, an end. */
void dtap_listing_begin(FILE *out);
void dtap_listing_put(FILE *out, const struct dtap_listed *listed,
		      bool is_first);
void dtap_listing_end(FILE *out, const char *root);

/* All of it, of devices that nobody asks.  False: no memory. */
bool dtap_listing_write(FILE *out, const char *root);

#endif

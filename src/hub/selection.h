/* SPDX-License-Identifier: MIT */
/*
 * selection.h - which messages a reader wants: streams, and subjects in them.
 *
 * Plain data, one owner.
 */
#ifndef DTAP_HUB_SELECTION_H
#define DTAP_HUB_SELECTION_H

#include "hub/hub.h"

struct dtap_selection {
	struct dtap_consumer_stream streams[DTAP_CONSUMER_STREAMS];
	size_t count;
};

/* What is wanted; "" and 0 are all. */
struct dtap_selection_of {
	const char *group, *tap;
	char (*devices)[DTAP_FLEET_WORD_ROOM]; /* not changed */
	size_t device_count;
};

/* False: ENOMEM.  Clear it in both cases. */
bool dtap_selection_make(struct dtap_selection *selection,
			 const struct dtap_hub *hub,
			 const struct dtap_selection_of *of);
void dtap_selection_clear(struct dtap_selection *selection);

#endif

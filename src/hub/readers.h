/* SPDX-License-Identifier: MIT */
/*
 * readers.h - all readers of a hub: begins them, and frees those that are over.
 *
 * Any thread may begin one; one owner stops them.
 */
#ifndef DTAP_HUB_READERS_H
#define DTAP_HUB_READERS_H

#include "hub/reader.h"

struct dtap_hub_readers;

/* NULL: ENOMEM. */
struct dtap_hub_readers *dtap_hub_readers_new(
	const struct dtap_hub_reader_place *place);

/*
 * Begins a reader.  Its feed goes to a stream at once, whose end ends it.  NULL
 * with errno: ENOMEM, or ECANCELED, the hub stops.
 */
const struct dtap_stream_feed *dtap_hub_readers_begin(
	struct dtap_hub_readers *readers,
	const struct dtap_hub_reader_choice *choice);

/* From now on no reader begins, and all end. */
void dtap_hub_readers_stop(struct dtap_hub_readers *readers);

/* All their streams have ended.  NULL is allowed. */
void dtap_hub_readers_free(struct dtap_hub_readers *readers);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * shared_masks.h - masks that the port sets, and a simulated modem obeys.
 *
 * Until they are set, everything passes.  Any thread; it has a lock.
 */
#ifndef DTAP_SHARED_MASKS_H
#define DTAP_SHARED_MASKS_H

#include "port/masks.h"

struct dtap_shared_masks;

struct dtap_shared_masks *dtap_shared_masks_new(void); /* NULL: ENOMEM */
void dtap_shared_masks_free(struct dtap_shared_masks *shared);

/* arg is a struct dtap_shared_masks.  Without memory the old ones stay. */
void dtap_shared_masks_set(void *arg, const struct dtap_masks *masks);

/* Whether the modem sends this packet; arg as above. */
bool dtap_shared_masks_pass(void *arg, const uint8_t *packet, size_t size);

#endif

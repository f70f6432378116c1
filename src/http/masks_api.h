/* SPDX-License-Identifier: MIT */
/*
 * masks_api.h - /api/masks: what the modem is asked to log, read and changed.
 *
 * On the server's thread.
 */
#ifndef DTAP_MASKS_API_H
#define DTAP_MASKS_API_H

#include "service/service.h"

/* What the body of a POST wants. */
struct dtap_masks_order {
	bool configured; /* the masks of the configuration again; else: */
	struct dtap_mask_settings settings;
};

/*
 * The JSON of GET /api/masks; docs/wire.md describes it.  The caller frees it;
 * *size bytes.  NULL: ENOMEM.
 */
char *dtap_masks_api_json(const struct dtap_service *service, size_t *size);

/*
 * Reads the body of a POST, a form or a JSON object: "preset=radio&logs=0xB0C0,
 * 0xB821&events=true&messages=high".  What it does not name is off.  False: a
 * sentence in `why` says what is wrong.
 */
bool dtap_masks_api_read(struct dtap_masks_order *order, const char *text,
			 char *why, size_t room);

/* "preset radio, logs 0xB0C0, events, messages high", for the log. */
void dtap_masks_api_describe(char *out, size_t room,
			     const struct dtap_masks_order *order);

#endif

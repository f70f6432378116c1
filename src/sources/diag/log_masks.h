/* SPDX-License-Identifier: MIT */
/*
 * log_masks.h - asks a modem to log, one request after the other.
 *
 * The modem answers in its traffic: each answer is waited for before the next
 * request, looked at, and left where it is.  First it is asked which log codes
 * it has; then each equipment id that has any is given its mask; then come
 * events and messages; then all of this again for a second modem.
 *
 * One owner, one thread.
 */
#ifndef DTAP_LOG_MASKS_H
#define DTAP_LOG_MASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sources/sources.h"

#define DTAP_REQUEST_MAX 2048 /* bytes of a request */

struct dtap_log_masks;

/* NULL: ENOMEM. */
struct dtap_log_masks *dtap_log_masks_new(
	const struct dtap_mask_options *options);
void dtap_log_masks_free(struct dtap_log_masks *masks);

/* From the beginning: the device was opened.  remote: has a second modem. */
void dtap_log_masks_begin(struct dtap_log_masks *masks, bool remote);

/*
 * Writes the next request to out, as the driver takes it, and returns its
 * length.  0: an answer is waited for, or all is done.
 */
size_t dtap_log_masks_next(struct dtap_log_masks *masks,
			   uint8_t out[DTAP_REQUEST_MAX]);

/* The request given last was not taken: the next comes without its answer. */
void dtap_log_masks_skip(struct dtap_log_masks *masks);

/*
 * Looks for the answer in a container.  NULL, or what is wrong with it, one
 * line; either way the next request may come.
 */
const char *dtap_log_masks_read(struct dtap_log_masks *masks,
				const uint8_t *data, size_t size);

/* Whether a request was given, and neither answered nor skipped. */
bool dtap_log_masks_is_waiting(const struct dtap_log_masks *masks);

/* "the log codes", "log masks of equipment 11": the request given last. */
const char *dtap_log_masks_step(struct dtap_log_masks *masks);

#endif

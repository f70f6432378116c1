/* SPDX-License-Identifier: MIT */
/*
 * log_masks.h - asks a modem to log, one request after the other.
 *
 * The modem answers in its traffic.  Each request waits for the answer to the
 * one before; answers stay in the traffic.  The first request asks which log
 * codes the modem has.  Then each equipment id with log codes gets its mask.
 * Events and messages follow, and then all of this for a second modem.
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

/* Starts again: the device was opened.  remote: it has a second modem. */
void dtap_log_masks_begin(struct dtap_log_masks *masks, bool remote);

/*
 * Writes the next request to out, in the form of the driver, and returns its
 * length.  0: the last request has no answer yet, or all is done.
 */
size_t dtap_log_masks_next(struct dtap_log_masks *masks,
			   uint8_t out[DTAP_REQUEST_MAX]);

/* The last request gets no answer: the next one may follow. */
void dtap_log_masks_skip(struct dtap_log_masks *masks);

/*
 * Looks for the answer in a container.  Returns NULL, or one line that says
 * what is wrong with the answer; after either the next request may follow.
 */
const char *dtap_log_masks_read(struct dtap_log_masks *masks,
				const uint8_t *data, size_t size);

/* Whether the last request was neither answered nor skipped. */
bool dtap_log_masks_is_waiting(const struct dtap_log_masks *masks);

/* "the log codes", "log masks of equipment 11": names the last request. */
const char *dtap_log_masks_step(struct dtap_log_masks *masks);

#endif

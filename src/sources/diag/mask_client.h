/* SPDX-License-Identifier: MIT */
/*
 * mask_client.h - sends the requests of log_masks.h to the modem of a source.
 *
 * The source writes the requests, and passes in what it reads.  If an answer
 * has not come after DTAP_MASK_TIMEOUT_S, the source's `why` says so, and the
 * next request follows.  A timer ends the source's read then, with the tap's
 * signal: a modem that was not asked to log may send nothing at all.
 *
 * One owner, a source.  All calls from begin to end run in the reader thread of
 * its tap.
 */
#ifndef DTAP_MASK_CLIENT_H
#define DTAP_MASK_CLIENT_H

#include <dtap/source.h>

#include "sources/sources.h"

#define DTAP_MASK_TIMEOUT_S 5

/*
 * Writes a request: the data type word, -1 if it is for a second modem, and an
 * HDLC frame.  False with errno.
 */
typedef bool dtap_mask_client_write(struct dtap_source *source,
				    const uint8_t *request, size_t size);

struct dtap_mask_client;

/* options NULL: it sends no request.  Returns NULL: ENOMEM. */
struct dtap_mask_client *dtap_mask_client_new(
	const struct dtap_mask_options *options, struct dtap_source *source,
	dtap_mask_client_write *write);
void dtap_mask_client_free(struct dtap_mask_client *client);

/* The source was opened; remote: it has a second modem. */
void dtap_mask_client_begin(struct dtap_mask_client *client, bool remote);

/* The source is closed. */
void dtap_mask_client_end(struct dtap_mask_client *client);

/*
 * Writes the next request if it is time for one, and copies it to buffer, which
 * has room for DTAP_REQUEST_MAX bytes: the source's read returns it.  Returns
 * its size and sets the source's shape; sets `why` if a request cannot be
 * written.  0: there is no request now.
 */
ssize_t dtap_mask_client_next(struct dtap_mask_client *client, uint8_t *buffer);

/* Looks for the answer in a container.  Sets the source's `why`. */
void dtap_mask_client_read(struct dtap_mask_client *client, const uint8_t *data,
			   size_t size);

/* Nothing was read: perhaps the timer's signal has come.  Sets `why`. */
void dtap_mask_client_tick(struct dtap_mask_client *client);

#endif

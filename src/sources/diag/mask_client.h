/* SPDX-License-Identifier: MIT */
/*
 * mask http_client.h - puts the requests of log_masks.h to the modem behind a
 * source.
 *
 * The source writes them, and shows what it reads; an answer that has not come
 * after DTAP_MASK_TIMEOUT_S is told, and the next request made.  A timer ends
 * the source's read then, with the tap's signal: a modem that was not asked to
 * log may have nothing to say at all.
 *
 * One owner, a source.  begin to end runs in its tap's reader thread.
 */
#ifndef DTAP_MASK_CLIENT_H
#define DTAP_MASK_CLIENT_H

#include <dtap/source.h>

#include "sources/sources.h"

#define DTAP_MASK_TIMEOUT_S 5

/*
 * Writes a request: data type word, -1 where it is for a second modem, and an
 * HDLC frame.  False with errno.
 */
typedef bool dtap_mask_client_write(struct dtap_source *source,
				    const uint8_t *request, size_t size);

struct dtap_mask_client;

/* options NULL: asks for nothing.  Returns NULL: ENOMEM. */
struct dtap_mask_client *dtap_mask_client_new(
	const struct dtap_mask_options *options, struct dtap_source *source,
	dtap_mask_client_write *write);
void dtap_mask_client_free(struct dtap_mask_client *client);

/* The source was opened; remote: it has a second modem. */
void dtap_mask_client_begin(struct dtap_mask_client *client, bool remote);

/* It is closed. */
void dtap_mask_client_end(struct dtap_mask_client *client);

/*
 * The next request, if it is time for one: written, and in buffer, which has
 * room for DTAP_REQUEST_MAX bytes, for read to give.  Returns its bytes and
 * sets the source's shape, and `why` if one cannot be written; 0: there is
 * none now.
 */
ssize_t dtap_mask_client_next(struct dtap_mask_client *client, uint8_t *buffer);

/* Looks for the answer in a container; sets the source's `why`. */
void dtap_mask_client_read(struct dtap_mask_client *client, const uint8_t *data,
			   size_t size);

/* Nothing was read: the timer's signal may have come.  Sets `why`. */
void dtap_mask_client_tick(struct dtap_mask_client *client);

#endif

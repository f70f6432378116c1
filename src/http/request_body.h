/* SPDX-License-Identifier: MIT */
/*
 * request_body.h - a request whose body is still to come.
 *
 * The body comes in pieces, as the client sends them.  At most one for each
 * connection, on the server's thread.  No clock: the caller says what time it
 * is (monotonic ns).
 */
#ifndef DTAP_REQUEST_BODY_H
#define DTAP_REQUEST_BODY_H

#include <stdint.h>

#include "http/request.h"

struct dtap_request_body;

/* Copies the request, which is DTAP_REQUEST_BODY_SIZED.  NULL: ENOMEM. */
struct dtap_request_body *dtap_request_body_new(
	const struct dtap_request *request, int64_t now);
void dtap_request_body_free(
	struct dtap_request_body *body); /* NULL is allowed */

/* How many bytes are still to come. */
size_t dtap_request_body_left(const struct dtap_request_body *body);

/*
 * Adds a piece.  False: the piece is longer than what is left, or it comes
 * later than 10 s after the head.  Then the connection is closed.
 */
bool dtap_request_body_add(struct dtap_request_body *body, const void *data,
			   size_t size, int64_t now);

/* The request with the body that has come; it belongs to the body. */
const struct dtap_request *dtap_request_body_for(
	struct dtap_request_body *body);

#endif

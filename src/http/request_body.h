/* SPDX-License-Identifier: MIT */
/*
 * request_body.h - a request whose body is still to come.
 *
 * The head has been read, and libwebsockets lets go of it; the body comes in
 * pieces as the client sends them.  One for each connection at most, the
 * server's thread.  Knows no clock: the caller says what time it is.
 */
#ifndef DTAP_REQUEST_BODY_H
#define DTAP_REQUEST_BODY_H

#include <stdint.h>

#include "http/request.h"

struct dtap_request_body;

/* Copies the request, of DTAP_REQUEST_BODY_SIZED.  NULL: ENOMEM. */
struct dtap_request_body *dtap_request_body_new(
	const struct dtap_request *request, int64_t now);
void dtap_request_body_free(
	struct dtap_request_body *body); /* NULL is allowed */

/*
 * A piece.  False: it is more than was announced, or comes later than 10 s
 * after the head.  Then the connection is closed: nobody is there to be
 * answered.
 */
bool dtap_request_body_add(struct dtap_request_body *body, const void *data,
			   size_t size, int64_t now);

/* The request with what has come; the body's own. */
const struct dtap_request *dtap_request_body_for(
	struct dtap_request_body *body);

#endif

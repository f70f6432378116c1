/* SPDX-License-Identifier: MIT */
/*
 * http_chunk.h - a piece of a chunked body (RFC 9112, 7.1).
 *
 * Pure; any thread.
 */
#ifndef DTAP_HTTP_CHUNK_H
#define DTAP_HTTP_CHUNK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes a chunk of a malloc'd text, in its place.  last: the end of the body
 * follows.  An empty text is none, because an empty chunk ends a body.  False:
 * ENOMEM; the text is still the caller's.
 */
bool dtap_http_chunk(char **text, size_t *size, bool last);

#endif

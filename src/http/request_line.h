/* SPDX-License-Identifier: MIT */
/*
 * request_line.h - the first line of a request: method, target, version (RFC
 * 9112, 3).
 *
 * Pure functions; any thread.
 */
#ifndef DTAP_REQUEST_LINE_H
#define DTAP_REQUEST_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum dtap_method {
	DTAP_GET,
	DTAP_HEAD,
	DTAP_POST,
	DTAP_DELETE,
	DTAP_OTHER_METHOD
};

/* A part of a text that is not terminated. */
struct dtap_span {
	const char *text;
	size_t size;
};

struct dtap_request_line {
	enum dtap_method method;
	bool http10;
	bool asterisk;                /* the target is "*", and has no path */
	struct dtap_span host;        /* of "http://HOST/PATH"; else empty */
	struct dtap_span path, query; /* with their escapes */
};

/*
 * Reads the line, without its end.  Returns 0, or the status to refuse it with
 * and the sentence.  The spans are parts of the line.
 */
int dtap_request_line_read(struct dtap_request_line *line, const char *text,
			   size_t size, const char **why);

/*
 * Writes a path or query without its escapes.  0, 400 or 414, with the
 * sentence.
 */
int dtap_request_line_decode(char *out, size_t room, const struct dtap_span *in,
			     const char **why);

/* True for a character of a token (RFC 9110, 5.6.2). */
bool dtap_request_is_token(char c);

#endif

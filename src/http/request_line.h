/* SPDX-License-Identifier: MIT */
/*
 * request_line.h - the first line of a request: method, target, version.
 *
 * Pure functions; any thread.
 */
#ifndef DTAP_REQUEST_LINE_H
#define DTAP_REQUEST_LINE_H

#include "http/request.h"

/* True for a character of a token (RFC 9110, 5.6.2). */
bool dtap_request_is_token(char c);

/*
 * Reads the line, without its end.  A target with a host ("http://HOST/PATH")
 * sets host.  Returns 0, or the status to refuse it with and the sentence.
 */
int dtap_request_line_read(struct dtap_request *request, const char *line,
			   size_t size, const char **why);

#endif

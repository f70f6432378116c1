/* SPDX-License-Identifier: MIT */
/*
 * access.h - who may ask: the right host, the right origin, the right token.
 *
 * A page on the Web may make a browser in our network ask us for anything, and
 * by DNS rebinding read the answer: so the Host header must name us, and an
 * Origin, where a browser sends one, must be our own page.
 */
#ifndef DTAP_ACCESS_H
#define DTAP_ACCESS_H

#include "http/request.h"

/* Set up once, then read only. */
struct dtap_access {
	char token[256];   /* "": none is asked for */
	const char *hosts; /* names that are ours, each behind a space */
};

/*
 * Reads the token: the file's only line.  -1 with errno, and one line for
 * people in `why`: it cannot be read (errno says), others than its owner may
 * read or write it (EPERM), or it is shorter than 16 characters, longer than
 * 255, or has others than printing ASCII (EINVAL).
 */
int dtap_access_read_token(struct dtap_access *access, const char *path,
			   char *why, size_t room);

enum dtap_verdict {
	DTAP_ACCESS_GRANTED,
	DTAP_ACCESS_FOREIGN_HOST,   /* 403 */
	DTAP_ACCESS_FOREIGN_ORIGIN, /* 403 */
	DTAP_ACCESS_NO_TOKEN,       /* 401 */
};

enum dtap_verdict dtap_access_check(const struct dtap_access *access,
				    const struct dtap_request *request);

/*
 * Whether a request that was granted may change things (POST, DELETE): one with
 * the token, or over the Unix socket.  Without a token nobody else may, not
 * even from this machine, where every program and every page's proxy is.
 */
bool dtap_access_may_change(const struct dtap_access *access,
			    const struct dtap_request *request);

#endif

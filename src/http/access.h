/* SPDX-License-Identifier: MIT */
/*
 * access.h - which requests are allowed: the right host, origin and token.
 *
 * A page on the Web can make a browser in our network send us any request, and
 * by DNS rebinding read the answer.  So the Host header must name us, and an
 * Origin, if a browser sends one, must be our own page.  Nothing that is
 * missing, empty or unreadable is allowed where a browser might have sent it.
 * Pure functions; any thread.
 */
#ifndef DTAP_ACCESS_H
#define DTAP_ACCESS_H

#include "http/request.h"

/* Set up once, then read only. */
struct dtap_access {
	char token[256];   /* "": none is needed */
	const char *hosts; /* names that are ours, with spaces between */
};

/*
 * Reads the token: the only line of the file.  -1 with errno, and one line for
 * people in `why`: the file cannot be read (errno says why), other users may
 * read or write it (EPERM), or the token is shorter than 16 characters, longer
 * than 255, or has other characters than printable ASCII (EINVAL).
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
 * Whether a request that was granted may change something (POST, DELETE): it
 * has the token, or came over the Unix socket.  If no token is configured no
 * other client may, not even from this machine, where any program runs.
 */
bool dtap_access_may_change(const struct dtap_access *access,
			    const struct dtap_request *request);

#endif

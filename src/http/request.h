/* SPDX-License-Identifier: MIT */
/*
 * request.h - what we want to know of an HTTP request.
 *
 * Filled from libwebsockets within LWS_CALLBACK_HTTP; hostile until checked.
 */
#ifndef DTAP_REQUEST_H
#define DTAP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

/* "Basic" and base64 of a user and the longest token. */
#define DTAP_AUTHORIZATION_ROOM 768

struct lws;

enum dtap_method { DTAP_GET, DTAP_HEAD, DTAP_OTHER_METHOD };

struct dtap_request {
	enum dtap_method method;
	bool http10;     /* no chunks, no keep-alive */
	bool last;       /* no keep-alive */
	char path[256];  /* decoded; "" where it was longer */
	char query[256]; /* behind the '?', "" without one */
	char host[256];  /* of the Host header, "" without one */
	char etag[80];   /* of If-None-Match, "" without one */
	char origin[256];
	char authorization[DTAP_AUTHORIZATION_ROOM];
	char local[64]; /* address that it came in on, "" for a Unix socket */
};

void dtap_request_read(struct dtap_request *request, struct lws *wsi,
		       const char *path);

#endif

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

/* What a request may carry behind its head. */
#define DTAP_REQUEST_BODY_MAX 4096

enum dtap_method {
	DTAP_GET,
	DTAP_HEAD,
	DTAP_POST,
	DTAP_DELETE,
	DTAP_OTHER_METHOD
};

/* What is said of a body.  Only a POST's is taken; others' are thrown away. */
enum dtap_announced {
	DTAP_REQUEST_BODY_NONE,
	DTAP_REQUEST_BODY_SIZED, /* body_size bytes, DTAP_REQUEST_BODY_MAX at
				    most */
	DTAP_REQUEST_BODY_TOO_LARGE,  /* more than that */
	DTAP_REQUEST_BODY_CHUNKED,    /* of a length that nobody has said */
	DTAP_REQUEST_BODY_BAD_LENGTH, /* Content-Length is no number */
};

struct dtap_request {
	enum dtap_method method;
	bool http10;             /* no chunks, no keep-alive */
	bool last;               /* no keep-alive */
	char path[256];          /* decoded; "" where it was longer */
	char query[256];         /* behind the '?', "" without one */
	char host[256];          /* of the Host header, "" without one */
	char etag[80];           /* of If-None-Match, "" without one */
	char modified_since[40]; /* of If-Modified-Since, "" without one */
	char range[64], if_range[80];
	char encodings[128]; /* of Accept-Encoding, "" without one */
	bool by_script;      /* there is an X-Requested-With */
	char origin[256];
	char authorization[DTAP_AUTHORIZATION_ROOM];

	/* Of an offer to go on as a WebSocket, "" without one. */
	char upgrade[32], connection[80], ws_version[8], ws_key[32];
	char ws_protocols[1024]; /* room for a token among them */

	char local[64]; /* address that it came in on, "" for a Unix socket */
	enum dtap_announced announced;
	bool expects; /* waits for "100 Continue" before it sends the body */
	size_t body_size;
	const char
		*body; /* request_body.h's, NUL behind; NULL: there is none */
};

void dtap_request_read(struct dtap_request *request, struct lws *wsi,
		       const char *path);

/*
 * A header's list of words, with commas between (RFC 9110, 5.6.1).
 *
 *   for (at = list; dtap_request_next_word(&at, &word);)
 *
 * A word is a part of the list, and not terminated.
 */
struct dtap_word {
	const char *text;
	size_t size;
};

/* The next word that is not empty; false: there is none. */
bool dtap_request_next_word(const char **at, struct dtap_word *word);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * request.h - an HTTP request: what its head says (RFC 9112).
 *
 * The head is read strictly.  A header on which a decision rests is never
 * taken for absent: if it is too long, is repeated, or cannot be understood,
 * the request is refused.  Plain data; the values are hostile until checked.
 * Pure functions; any thread.
 */
#ifndef DTAP_REQUEST_H
#define DTAP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "http/request_line.h"

/* "Basic" and base64 of a user and the longest token. */
#define DTAP_AUTHORIZATION_ROOM 768

/* The longest head, with its empty line. */
#define DTAP_REQUEST_HEAD_MAX 8192

/* The longest query, decoded, with its NUL. */
#define DTAP_REQUEST_QUERY_ROOM 4096

/* The longest body. */
#define DTAP_REQUEST_BODY_MAX 4096

/* The body that the head announces.  Only that of a POST is read. */
enum dtap_announced {
	DTAP_REQUEST_BODY_NONE,
	DTAP_REQUEST_BODY_SIZED,     /* body_size bytes */
	DTAP_REQUEST_BODY_TOO_LARGE, /* more than DTAP_REQUEST_BODY_MAX */
	DTAP_REQUEST_BODY_CHUNKED,   /* Transfer-Encoding: of unknown length */
};

/* How the connection came in.  The first one is granted nothing. */
enum dtap_arrival {
	DTAP_ARRIVAL_UNKNOWN,
	DTAP_ARRIVAL_TCP, /* on the address `local` */
	DTAP_ARRIVAL_UNIX,
};

struct dtap_request {
	enum dtap_method method;
	bool http10;   /* no chunks, no keep-alive */
	bool last;     /* the connection is closed after the answer */
	bool asterisk; /* the target is "*": the server itself */

	/* Of the target, decoded; the query is "" without one. */
	char path[256], query[DTAP_REQUEST_QUERY_ROOM];

	/*
	 * Values of headers.  "" is an absent or an empty one; where it makes a
	 * difference a bool says which.  `host` is that of the target, if the
	 * target has one: "http://HOST/PATH".
	 */
	bool has_host, has_origin;
	bool by_script; /* there is an X-Requested-With */
	char host[256], origin[256];
	char authorization[DTAP_AUTHORIZATION_ROOM];
	char if_none_match[256], if_modified_since[64];
	char range[64], if_range[256];
	char accept[512], accept_encoding[256];
	char connection[128], upgrade[64];
	char ws_version[16], ws_key[32];
	char ws_protocols[1024]; /* a token may be among them */

	/* Set by the connection, not read from the head. */
	enum dtap_arrival arrival;
	char local[64];

	enum dtap_announced announced;
	bool expects; /* waits for "100 Continue" before it sends the body */
	size_t body_size;
	const char *body; /* request_body.h owns it, with a NUL behind; NULL:
			     none was read */
};

/* The bytes of empty lines before a head, which are ignored (RFC 9112, 2.2). */
size_t dtap_request_empty_lines(const char *text, size_t size);

/*
 * The size of the head that `text` begins with, its empty line included; 0: it
 * has not all come yet.
 */
size_t dtap_request_head_size(const char *text, size_t size);

/*
 * Reads a head of `size` bytes, and leaves arrival and local alone.  Returns 0,
 * or the status to refuse it with, and the sentence for people in `why`.  Then
 * method and http10 are set as far as they are known, and last is true.
 */
int dtap_request_read(struct dtap_request *request, const char *head,
		      size_t size, const char **why);

/*
 * Makes the request that stands for a head that cannot be read, so that it can
 * be answered.  Leaves arrival and local alone.
 */
void dtap_request_reset(struct dtap_request *request);

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

/*
 * If-None-Match names the entity tag, or "*" (RFC 9110, 13.1.2): the client has
 * this state of the file already.
 */
bool dtap_request_knows_etag(const struct dtap_request *request,
			     const char *etag);

/* The list has the word, in any case of letters. */
bool dtap_request_has_word(const char *list, const char *wanted);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * reply.h - short answers to HTTP requests.
 *
 * We write heads ourselves: libwebsockets' own error pages are HTML, and every
 * answer of ours bears X-DTAP-Version.  The values returned are those that a
 * libwebsockets callback returns.
 */
#ifndef DTAP_REPLY_H
#define DTAP_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "http/request.h"

#define DTAP_VERSION_HEADER "X-DTAP-Version: 1\r\n"

struct dtap_reply {
	int status;          /* 200, 503, ... */
	const char *type;    /* Content-Type */
	const char *headers; /* more, each with its CR LF; NULL is none */
	const void *body;
	size_t size;
	uint64_t elsewhere; /* bytes of a body that the caller sends himself */
};

/*
 * Head and body in malloc'd memory, *size bytes, for who has the socket.
 * NULL: ENOMEM.
 */
char *dtap_reply_write(const struct dtap_request *request,
		       const struct dtap_reply *reply, size_t *size);

/* Sends it; the connection is kept where the request allows. */
int dtap_reply_send(struct lws *wsi, const struct dtap_request *request,
		    const struct dtap_reply *reply);

/*
 * A sentence as text/plain: what is wrong, and what to do.  printf-like.
 */
int dtap_reply_text(struct lws *wsi, const struct dtap_request *request,
		    int status, const char *headers, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* The reason phrase of a status that we use. */
const char *dtap_reply_reason(int status);

#endif

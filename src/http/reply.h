/* SPDX-License-Identifier: MIT */
/*
 * reply.h - short answers to HTTP requests.
 *
 * Every answer has X-DTAP-Version and nosniff.  On the server's thread, but for
 * dtap_reply_write().
 */
#ifndef DTAP_REPLY_H
#define DTAP_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "fleet/fleet_identity.h"
#include "http/connection.h"
#include "http/request.h"

#define DTAP_VERSION_HEADER "X-DTAP-Version: 1\r\n"

/*
 * Writes the header of streams that names the device in its fleet; "" if the
 * owner chose no name.
 */
#define DTAP_DEVICE_HEADER_ROOM (sizeof "X-DTAP-Device: \r\n" + DTAP_FLEET_WORD)
const char *dtap_reply_device(char out[DTAP_DEVICE_HEADER_ROOM],
			      const struct dtap_fleet_identity *identity);

struct dtap_reply {
	int status;          /* 200, 503, ... */
	const char *type;    /* Content-Type */
	const char *headers; /* more headers, each with CR LF; NULL: none */
	const void *body;
	size_t size;
	uint64_t elsewhere; /* bytes of a body that the caller sends itself */
	bool unsized; /* the caller sends a body of unknown size itself, in
			 chunks, or in HTTP/1.0 up to the end */
};

/*
 * Writes head and body into malloc'd memory of *size bytes.  For a thread that
 * sends the answer itself.  NULL: ENOMEM.
 */
char *dtap_reply_write(const struct dtap_request *request,
		       const struct dtap_reply *reply, size_t *size);

/* Sends it; the connection is kept open if the request allows that. */
enum dtap_answer dtap_reply_send(struct dtap_connection *connection,
				 const struct dtap_request *request,
				 const struct dtap_reply *reply);

/* Sends one or two sentences as text/plain, as printf() would write them. */
enum dtap_answer dtap_reply_text(struct dtap_connection *connection,
				 const struct dtap_request *request, int status,
				 const char *headers, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Sends a text that was malloc'd for this answer, and frees it.  NULL: ENOMEM.
 */
enum dtap_answer dtap_reply_document(struct dtap_connection *connection,
				     const struct dtap_request *request,
				     const char *type, char *text, size_t size);

/* 503: the connection cannot be given to another thread. */
enum dtap_answer dtap_reply_no_descriptor(struct dtap_connection *connection,
					  const struct dtap_request *request);

#endif

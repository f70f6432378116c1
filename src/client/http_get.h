/* SPDX-License-Identifier: MIT */
/*
 * http_get.h - an HTTP GET, for streams without an end.
 *
 * Needs only the C library.  A get owns its socket and is used by one thread.
 * Every wait ends when `stop` is readable.
 */
#ifndef DTAP_HTTP_GET_H
#define DTAP_HTTP_GET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "client/url.h"

struct dtap_http_get;

struct dtap_http_get_options {
	const struct dtap_url *url;
	int stop; /* readable: give up (ECANCELED), see base/signals.h; -1: none
		   */
	int sink; /* its reader has left: give up (EPIPE); -1: none */
};

/*
 * Connects, sends the request and reads the head of the answer.  NULL with
 * errno if the status is not 200: EACCES (the server refuses), EBUSY (5xx: it
 * cannot answer now), ECANCELED, EPIPE, or another; why is then one line for
 * the user, with the reason of the server.
 */
struct dtap_http_get *dtap_http_get_open(
	const struct dtap_http_get_options *options, char why[512]);

/* NULL is allowed. */
void dtap_http_get_close(struct dtap_http_get *get);

/* The Content-Type of the body is pcap. */
bool dtap_http_get_is_pcap(const struct dtap_http_get *get);

/* The same of pcapng. */
bool dtap_http_get_is_pcapng(const struct dtap_http_get *get);

/* The Content-Type is that of pcap, pcapng or a raw stream. */
bool dtap_http_get_is_stream(const struct dtap_http_get *get);

/* The body has no Content-Length: it is a stream, and not a saved file. */
bool dtap_http_get_is_live(const struct dtap_http_get *get);

/*
 * Waits for bytes of the body, without the framing of chunks.  0: the end of
 * the body.  -1 with errno: ECANCELED, EPIPE, EBADMSG (its HTTP chunks are
 * damaged), ECONNRESET (cut short), or an errno of recv(2).
 */
ssize_t dtap_http_get_read(struct dtap_http_get *get, uint8_t *buffer,
			   size_t size);

#endif

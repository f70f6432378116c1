/* SPDX-License-Identifier: MIT */
/*
 * http_get.h - an HTTP GET, for streams that do not end.
 *
 * The C library and nothing else.  A get owns its socket; one owner, one
 * thread.  Every wait ends when its owner is told to stop.
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
	int stop; /* readable: give up (ECANCELED); see stop_signals.h; -1 is
		     none */
	int sink; /* its reader gone: give up (EPIPE); -1 is none */
};

/*
 * Connects, asks, and reads the answer's head.  NULL with errno where that is
 * no 200: ECANCELED, EPIPE, or another; why is one line for people, with what
 * the server says of it.
 */
struct dtap_http_get *dtap_http_get_open(
	const struct dtap_http_get_options *options, char why[512]);

/* NULL is allowed. */
void dtap_http_get_close(struct dtap_http_get *get);

/* The body is pcap, by its Content-Type. */
bool dtap_http_get_is_pcap(const struct dtap_http_get *get);

/*
 * Waits for bytes of the body, chunks taken apart.  0: it is at its end.  -1
 * with errno: ECANCELED, EPIPE, EBADMSG (it is not framed as HTTP has it),
 * ECONNRESET (cut short), or what recv(2) says.
 */
ssize_t dtap_http_get_read(struct dtap_http_get *get, uint8_t *buffer,
			   size_t size);

#endif

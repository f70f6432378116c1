/* SPDX-License-Identifier: MIT */
/*
 * response.h - an answer on its way through a socket of our own: what is in
 * memory, then a part of a file, which the kernel sends (sendfile(2)).
 *
 * One owner, one thread.
 */
#ifndef DTAP_RESPONSE_H
#define DTAP_RESPONSE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct dtap_response {
	int socket; /* non-blocking; the response's own */
	char *text; /* malloc'd; the response's own */
	size_t size, sent;
	int file; /* -1: none; the response's own */
	off_t at; /* in the file, as left */
	uint64_t left;
};

enum dtap_response_result {
	DTAP_RESPONSE_ALL,
	DTAP_RESPONSE_SOME,    /* there is room for more, later */
	DTAP_RESPONSE_BLOCKED, /* the socket is full */
	DTAP_RESPONSE_FAILED,  /* the peer is gone, or the file too short */
};

/* Sends on, some 256 KiB at most, so that each has its turn. */
enum dtap_response_result dtap_response_step(struct dtap_response *response);

/* Closes and frees what it has; not the struct. */
void dtap_response_end(struct dtap_response *response);

#endif

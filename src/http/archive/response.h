/* SPDX-License-Identifier: MIT */
/*
 * response.h - an answer that leaves through a socket of our own: a text in
 * memory, then a part of a file, which the kernel sends (sendfile(2)), or more
 * texts, each made when the one before it has gone out.
 *
 * One owner, one thread.
 */
#ifndef DTAP_RESPONSE_H
#define DTAP_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Makes a text piece by piece.  The first member of a larger struct. */
struct dtap_text_source {
	/*
	 * The next piece, malloc'd, which is the caller's; *text NULL: there is
	 * no more.  False: it cannot be made, and the answer is cut.
	 */
	bool (*next)(struct dtap_text_source *source, char **text,
		     size_t *size);
	void (*free)(struct dtap_text_source *source);
};

/* Owns all that it has. */
struct dtap_response {
	int socket; /* non-blocking */
	char *text; /* malloc'd */
	size_t size, sent;
	int file; /* -1: none */
	off_t at; /* in the file, as left */
	uint64_t left;
	struct dtap_text_source *more; /* NULL: none */
};

enum dtap_response_result {
	DTAP_RESPONSE_ALL,
	DTAP_RESPONSE_SOME,    /* more can be sent at once */
	DTAP_RESPONSE_BLOCKED, /* the socket is full */
	DTAP_RESPONSE_FAILED,  /* the peer has left, or the file is too short */
};

/* Sends about 256 KiB at most, so that each response has its turn. */
enum dtap_response_result dtap_response_step(struct dtap_response *response);

/* Closes and frees what it has, but not the struct. */
void dtap_response_end(struct dtap_response *response);

#endif

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

struct dtap_delivery {
	int socket; /* non-blocking; the delivery's own */
	char *text; /* malloc'd; the delivery's own */
	size_t size, sent;
	int file; /* -1: none; the delivery's own */
	off_t at; /* in the file, as left */
	uint64_t left;
};

enum dtap_delivered {
	DTAP_DELIVERED_ALL,
	DTAP_DELIVERED_SOME,    /* there is room for more, later */
	DTAP_DELIVERED_BLOCKED, /* the socket is full */
	DTAP_DELIVERED_FAILED,  /* the peer is gone, or the file too short */
};

/* Sends on, some 256 KiB at most, so that each has its turn. */
enum dtap_delivered dtap_delivery_step(struct dtap_delivery *delivery);

/* Closes and frees what it has; not the struct. */
void dtap_delivery_end(struct dtap_delivery *delivery);

#endif

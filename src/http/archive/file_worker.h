/* SPDX-License-Identifier: MIT */
/*
 * file_worker.h - answers requests that wait for a disk, on a thread of its own.
 *
 * The server's thread must not wait: whoever asks for a capture, or what there
 * is, or to have one deleted, is handed over with socket and request.  The
 * clerk reads the disk, one errand after the other, and then sends all answers
 * at once, each as fast as its peer takes it.  One that takes nothing for 30 s
 * is given up.
 */
#ifndef DTAP_FILE_WORKER_H
#define DTAP_FILE_WORKER_H

#include "http/archive/response.h"
#include "http/request.h"
#include "http/service.h"

struct dtap_clerk;

struct dtap_errand {
	const struct dtap_service *service;
	struct dtap_request request; /* the connection ends with the answer */
	char word[96];               /* of the path */

	/*
	 * Fills in text and file of a delivery that has nothing but the socket.
	 * On the clerk's thread.  False: there is no memory.
	 */
	bool (*run)(const struct dtap_errand *errand,
		    struct dtap_delivery *delivery);
};

/* NULL with errno. */
struct dtap_clerk *dtap_clerk_new(void);

/* Gives up what is under way.  NULL is allowed. */
void dtap_clerk_free(struct dtap_clerk *clerk);

int dtap_clerk_start(struct dtap_clerk *clerk); /* -1 with errno */

/* Whether one errand more may be given: there are 16 at most.  Any thread. */
bool dtap_clerk_has_time(struct dtap_clerk *clerk);

/*
 * Copies the errand, and takes over the socket, also where it fails: -1 with
 * errno.  The server's thread.
 */
int dtap_clerk_give(struct dtap_clerk *clerk, const struct dtap_errand *errand,
		    int socket);

#endif

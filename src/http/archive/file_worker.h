/* SPDX-License-Identifier: MIT */
/*
 * file worker.h - answers requests that wait for a disk, on a thread of its
 * own.
 *
 * The server's thread must not wait: whoever asks for a capture, or what there
 * is, or to have one deleted, is handed over with socket and request.  The
 * file worker reads the disk, one request after the other, and then sends all
 * answers at once, each as fast as its peer takes it.  One that takes nothing
 * for 30 s is given up.
 */
#ifndef DTAP_FILE_WORKER_H
#define DTAP_FILE_WORKER_H

#include "http/archive/response.h"
#include "http/request.h"
#include "service/service.h"

struct dtap_file_worker;

struct dtap_file_request {
	const struct dtap_service *service;
	struct dtap_request request; /* the connection ends with the answer */
	char word[96];               /* of the path */

	/*
	 * Fills in text and file of a response that has nothing but the socket.
	 * On the file worker's thread.  False: there is no memory.
	 */
	bool (*run)(const struct dtap_file_request *file_request,
		    struct dtap_response *response);
};

/* NULL with errno. */
struct dtap_file_worker *dtap_file_worker_new(void);

/* Gives up what is under way.  NULL is allowed. */
void dtap_file_worker_free(struct dtap_file_worker *file_worker);

int dtap_file_worker_start(
	struct dtap_file_worker *file_worker); /* -1 with errno */

/* Whether one request more may be given: there are 16 at most.  Any thread. */
bool dtap_file_worker_has_room(struct dtap_file_worker *file_worker);

/*
 * Copies the request, and takes over the socket, also where it fails: -1 with
 * errno.  The server's thread.
 */
int dtap_file_worker_take(struct dtap_file_worker *file_worker,
			  const struct dtap_file_request *file_request,
			  int socket);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * file_worker.h - answers requests that wait for a disk, on a thread of its
 * own.
 *
 * The server's thread must not wait.  So a request for a capture, for the list
 * or for a deletion is handed over with its socket.  The file worker reads the
 * disk, one request after the other, and then sends all answers at once, each
 * as fast as its client takes it.  An answer whose client takes nothing for
 * 30 s is ended.
 *
 * Memory: at most 16 answers; a file is sent by the kernel, and of a list there
 * is one piece in memory, 16 captures with their sidecar files, at most 1 MiB
 * and as a rule 20 KB.
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
	 * Fills in a response that has a socket only.  On the file worker's
	 * thread.  False: ENOMEM.
	 */
	bool (*run)(const struct dtap_file_request *file_request,
		    struct dtap_response *response);
};

/* NULL with errno. */
struct dtap_file_worker *dtap_file_worker_new(void);

/* Ends all answers.  NULL is allowed. */
void dtap_file_worker_free(struct dtap_file_worker *file_worker);

int dtap_file_worker_start(
	struct dtap_file_worker *file_worker); /* -1 with errno */

/* Whether one more request may be given: 16 is the limit.  Any thread. */
bool dtap_file_worker_has_room(struct dtap_file_worker *file_worker);

/*
 * Copies the request, and takes over the socket, also if it fails: -1 with
 * errno.  On the server's thread.
 */
int dtap_file_worker_take(struct dtap_file_worker *file_worker,
			  const struct dtap_file_request *file_request,
			  int socket);

#endif

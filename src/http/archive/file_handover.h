/* SPDX-License-Identifier: MIT */
/*
 * file_handover.h - a request that waits for the disk goes to the file worker,
 * with its connection.
 *
 * On the server's thread.
 */
#ifndef DTAP_FILE_HANDOVER_H
#define DTAP_FILE_HANDOVER_H

#include "http/handlers.h"

/*
 * `run` makes the answer, on the file worker's thread.  Answers itself if the
 * file worker has no room.
 */
enum dtap_answer dtap_file_handover(
	const struct dtap_call *call,
	bool (*run)(const struct dtap_file_request *file_request,
		    struct dtap_response *response));

#endif

/* SPDX-License-Identifier: MIT */
#include "http/archive/file_handover.h"

#include <errno.h>
#include <string.h>

#include "http/reply.h"

enum dtap_answer
dtap_file_handover(const struct dtap_call *call,
		   bool (*run)(const struct dtap_file_request *file_request,
			       struct dtap_response *response))
{
	struct dtap_file_worker *file_worker = call->file_worker;
	struct dtap_file_request file_request = {
		.service = call->service,
		.request = *call->request,
		.run = run,
	};
	int socket;

	if (strlen(call->words[0]) >= sizeof file_request.word)
		return dtap_handle_nothing(
			call); /* no capture has so long a name */
	strcpy(file_request.word, call->words[0]);
	file_request.request.last = true;
	if (!dtap_file_worker_has_room(file_worker))
		return dtap_reply_text(call->connection, call->request, 503,
				       "Retry-After: 5\r\n",
				       "Too many downloads are in progress. "
				       "Try again later.\n");
	if (!dtap_connection_can_be_taken(call->connection))
		return dtap_reply_no_descriptor(call->connection,
						call->request);
	socket = dtap_connection_take(call->connection);
	if (socket >= 0 &&
	    dtap_file_worker_take(file_worker, &file_request, socket) < 0)
		dtap_log(call->service->log, DTAP_WARNING,
			 "cannot begin a download: %s", strerror(errno));
	return DTAP_ANSWER_FAILED; /* the connection is no longer ours */
}

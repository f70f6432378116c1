/* SPDX-License-Identifier: MIT */
/*
 * file_answer.h - answers that the file worker has in memory.
 *
 * On its thread.  False: ENOMEM.
 */
#ifndef DTAP_FILE_ANSWER_H
#define DTAP_FILE_ANSWER_H

#include "http/archive/file_worker.h"
#include "http/reply.h"

/* The head, and the body if the reply has one. */
bool dtap_file_answer(const struct dtap_file_request *file_request,
		      struct dtap_response *response,
		      const struct dtap_reply *reply);

/* One or two sentences, which no cache keeps. */
bool dtap_file_answer_text(const struct dtap_file_request *file_request,
			   struct dtap_response *response, int status,
			   const char *text);

#endif

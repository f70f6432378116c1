/* SPDX-License-Identifier: MIT */
#include "http/archive/file_answer.h"

#include <string.h>

bool
dtap_file_answer(const struct dtap_file_request *file_request,
		 struct dtap_response *response, const struct dtap_reply *reply)
{
	response->text = dtap_reply_write(&file_request->request, reply,
					  &response->size);
	return response->text != NULL;
}

bool
dtap_file_answer_text(const struct dtap_file_request *file_request,
		      struct dtap_response *response, int status,
		      const char *text)
{
	const struct dtap_reply reply = {
		.status = status,
		.type = "text/plain; charset=utf-8",
		.headers = "Cache-Control: no-store\r\n",
		.body = text,
		.size = strlen(text),
	};

	return dtap_file_answer(file_request, response, &reply);
}

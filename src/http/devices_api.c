/* SPDX-License-Identifier: MIT */
#include "http/devices_api.h"

#include <stdio.h>
#include <stdlib.h>

#include "devices/listing.h"
#include "http/archive/file_handover.h"
#include "http/reply.h"

/* On the file worker's thread. */
static bool
fetch(const struct dtap_file_request *file_request,
      struct dtap_response *response)
{
	struct dtap_reply reply = {
		.status = 200,
		.type = "application/json",
		.headers = "Cache-Control: no-store\r\n",
	};
	char *text = NULL;
	FILE *out = open_memstream(&text, &reply.size);
	bool enough = out != NULL && dtap_listing_write(out, "");

	if (out != NULL && fclose(out) != 0)
		enough = false;
	if (enough) {
		reply.body = text;
		response->text = dtap_reply_write(&file_request->request,
						  &reply, &response->size);
	}
	free(text);
	return enough && response->text != NULL;
}

enum dtap_answer
dtap_handle_devices(const struct dtap_call *call)
{
	return dtap_file_handover(call, fetch);
}

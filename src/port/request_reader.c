/* SPDX-License-Identifier: MIT */
#include "port/request_reader.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

static void
end_frame(struct dtap_request_reader *reader, dtap_take_request *request,
	  void *arg)
{
	size_t length;

	if (!reader->too_long &&
	    dtap_hdlc_decode(reader->frame, &length, reader->frame,
			     reader->size) &&
	    length > 0 && length <= DTAP_REQUEST_READER_MOST)
		request(arg, reader->frame, length);
	reader->size = 0;
	reader->too_long = false;
}

static void
keep(struct dtap_request_reader *reader, const uint8_t *data, size_t size)
{
	if (size > sizeof reader->frame - reader->size) {
		reader->too_long = true;
		reader->size = 0;
	}
	if (reader->too_long || size == 0)
		return;
	memcpy(reader->frame + reader->size, data, size);
	reader->size += size;
}

void
dtap_request_reader_hdlc(struct dtap_request_reader *reader,
			 const uint8_t *data, size_t size,
			 dtap_take_request *request, void *arg)
{
	const uint8_t *end = data + size, *flag;

	while (data < end && (flag = memchr(data, DTAP_HDLC_FLAG,
					    (size_t)(end - data))) != NULL) {
		keep(reader, data, (size_t)(flag - data));
		end_frame(reader, request, arg);
		data = flag + 1;
	}
	keep(reader, data, (size_t)(end - data));
}

void
dtap_request_reader_container(struct dtap_request_reader *reader,
			      const uint8_t *data, size_t size,
			      dtap_take_request *request, void *arg)
{
	size_t at = 4;

	if (size < at || dtap_get32(data) != DTAP_DATA)
		return;
	if (size >= at + 4 && dtap_get32(data + at) == UINT32_MAX)
		at += 4;
	dtap_request_reader_hdlc(reader, data + at, size - at, request, arg);
	/* The driver's write ends a frame, with a flag or without. */
	end_frame(reader, request, arg);
}

enum dtap_first_bytes
dtap_first_bytes(const uint8_t *data, size_t size)
{
	static const char *const beginnings[] = {
		"GET ",   "POST ",    "PUT ",   "HEAD ", "OPTIONS ", "DELETE ",
		"PATCH ", "CONNECT ", "TRACE ", "PRI ",  "\x16\x03"};
	enum dtap_first_bytes answer = DTAP_FIRST_DIAG;

	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
		size_t whole = strlen(beginnings[i]);
		size_t seen = size < whole ? size : whole;

		if (memcmp(data, beginnings[i], seen) != 0)
			continue;
		if (seen == whole)
			return DTAP_FIRST_WEB;
		answer = DTAP_FIRST_UNSURE;
	}
	return answer;
}

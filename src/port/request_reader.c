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

/* Bytes of the first frames of a packet.  A flag alone is none. */
static size_t
first_frames(const uint8_t *data, size_t size)
{
	unsigned frames = 0;
	size_t at = 0;

	for (; at < size && frames < DTAP_REQUEST_READER_FRAMES; at++)
		frames += at > 0 && data[at] == DTAP_HDLC_FLAG &&
			  data[at - 1] != DTAP_HDLC_FLAG;
	return at;
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
	size = at + first_frames(data + at, size - at);
	dtap_request_reader_hdlc(reader, data + at, size - at, request, arg);
	/* The driver's write ends a frame, with a flag or without. */
	end_frame(reader, request, arg);
}

static enum dtap_first_bytes
known_method(const uint8_t *data, size_t size)
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

/* Of a method; the flag of HDLC, ~, is one of these too. */
static bool
is_token(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') ||
	       (byte != '\0' && strchr("!#$%&'*+-.^_`|~", byte) != NULL);
}

static void
look_for_method(struct dtap_first *first, uint8_t byte)
{
	if (first->state == DTAP_TOKEN && is_token(byte)) {
		if (first->size >= DTAP_FIRST_TOKEN)
			first->state = DTAP_METHOD;
		return;
	}
	if (first->state == DTAP_TOKEN)
		first->state = byte == ' ' && first->size > 0 ? DTAP_SPACE
							      : DTAP_NO_METHOD;
	else if (first->state == DTAP_SPACE)
		first->state = byte == '/' ? DTAP_METHOD : DTAP_NO_METHOD;
}

enum dtap_first_bytes
dtap_first_bytes(struct dtap_first *first, const uint8_t *data, size_t size)
{
	enum dtap_first_bytes known;

	for (size_t i = 0; i < size && (first->state < DTAP_NO_METHOD ||
					first->size < sizeof first->known);
	     i++) {
		if (first->size < sizeof first->known)
			first->known[first->size] = data[i];
		look_for_method(first, data[i]);
		first->size++;
	}
	known = known_method(first->known, first->size < sizeof first->known
						   ? first->size
						   : sizeof first->known);
	if (first->state == DTAP_METHOD || known == DTAP_FIRST_WEB)
		return DTAP_FIRST_WEB;
	return first->state == DTAP_NO_METHOD ? known : DTAP_FIRST_UNSURE;
}

/* SPDX-License-Identifier: MIT */
#include "http/reply.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_ROOM 1024

const char *
dtap_reply_device(char out[DTAP_DEVICE_HEADER_ROOM],
		  const struct dtap_fleet_identity *identity)
{
	out[0] = '\0';
	if (identity->device[0] != '\0')
		snprintf(out, DTAP_DEVICE_HEADER_ROOM, "X-DTAP-Device: %s\r\n",
			 identity->device);
	return out;
}

static const char *
reason_of(int status)
{
	static const struct {
		int status;
		const char *reason;
	} reasons[] = {
		{200, "OK"},
		{202, "Accepted"},
		{206, "Partial Content"},
		{304, "Not Modified"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{408, "Request Timeout"},
		{409, "Conflict"},
		{411, "Length Required"},
		{413, "Content Too Large"},
		{414, "URI Too Long"},
		{416, "Range Not Satisfiable"},
		{426, "Upgrade Required"},
		{431, "Request Header Fields Too Large"},
		{500, "Internal Server Error"},
		{501, "Not Implemented"},
		{503, "Service Unavailable"},
		{505, "HTTP Version Not Supported"},
	};

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "";
}

static bool
must_close(const struct dtap_request *request)
{
	return request->http10 || request->last;
}

/* 304 says nothing of the body that it stands for. */
static int
write_content(char *out, size_t room, const struct dtap_request *request,
	      const struct dtap_reply *reply)
{
	if (reply->status == 304)
		return 0;
	if (reply->unsized)
		return snprintf(
			out, room, "Content-Type: %s\r\n%s", reply->type,
			request->http10 ? ""
					: "Transfer-Encoding: chunked\r\n");
	return snprintf(out, room,
			"Content-Type: %s\r\nContent-Length: %" PRIu64 "\r\n",
			reply->type, reply->size + reply->elsewhere);
}

/* -1: it does not fit. */
static int
write_head(char *out, const struct dtap_request *request,
	   const struct dtap_reply *reply)
{
	int size = snprintf(
		out, HEAD_ROOM, "HTTP/1.%d %d %s\r\n" DTAP_VERSION_HEADER,
		!request->http10, reply->status, reason_of(reply->status));

	size += write_content(out + size, HEAD_ROOM - (size_t)size, request,
			      reply);
	if (size >= HEAD_ROOM)
		return -1;
	size += snprintf(out + size, HEAD_ROOM - (size_t)size,
			 "X-Content-Type-Options: nosniff\r\n%s%s\r\n",
			 must_close(request) ? "Connection: close\r\n" : "",
			 reply->headers != NULL ? reply->headers : "");
	return size < HEAD_ROOM ? size : -1;
}

char *
dtap_reply_write(const struct dtap_request *request,
		 const struct dtap_reply *reply, size_t *size)
{
	bool with_body = request->method != DTAP_HEAD && reply->status != 304;
	char *out = malloc(HEAD_ROOM + reply->size);
	int head = out == NULL ? -1 : write_head(out, request, reply);

	if (head < 0) {
		free(out);
		return NULL;
	}
	*size = (size_t)head;
	if (with_body && reply->size > 0) {
		memcpy(out + *size, reply->body, reply->size);
		*size += reply->size;
	}
	return out;
}

enum dtap_answer
dtap_reply_send(struct dtap_connection *connection,
		const struct dtap_request *request,
		const struct dtap_reply *reply)
{
	size_t size;
	char *out = dtap_reply_write(request, reply, &size);

	if (out == NULL)
		return DTAP_ANSWER_FAILED;
	dtap_connection_send(connection, out, size, must_close(request));
	return DTAP_ANSWERED;
}

enum dtap_answer
dtap_reply_text(struct dtap_connection *connection,
		const struct dtap_request *request, int status,
		const char *headers, const char *format, ...)
{
	char text[1024];
	struct dtap_reply reply = {
		.status = status,
		.type = "text/plain; charset=utf-8",
		.headers = headers,
		.body = text,
	};
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	reply.size = strlen(text);
	return dtap_reply_send(connection, request, &reply);
}

enum dtap_answer
dtap_reply_document(struct dtap_connection *connection,
		    const struct dtap_request *request, const char *type,
		    char *text, size_t size)
{
	const struct dtap_reply reply = {
		.status = 200,
		.type = type,
		.headers = "Cache-Control: no-store\r\nVary: Accept\r\n",
		.body = text,
		.size = size,
	};
	enum dtap_answer result = DTAP_ANSWER_FAILED;

	if (text != NULL)
		result = dtap_reply_send(connection, request, &reply);
	free(text);
	return result;
}

enum dtap_answer
dtap_reply_no_descriptor(struct dtap_connection *connection,
			 const struct dtap_request *request)
{
	return dtap_reply_text(connection, request, 503, "Retry-After: 5\r\n",
			       "No file descriptor is left. Try again "
			       "later.\n");
}

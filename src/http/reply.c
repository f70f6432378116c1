/* SPDX-License-Identifier: MIT */
#include "http/reply.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libwebsockets.h>

#define HEAD_ROOM 1024

const char *
dtap_reply_reason(int status)
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
		{409, "Conflict"},
		{411, "Length Required"},
		{413, "Content Too Large"},
		{416, "Range Not Satisfiable"},
		{426, "Upgrade Required"},
		{500, "Internal Server Error"},
		{503, "Service Unavailable"},
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

static int
write_head(char *out, const struct dtap_request *request,
	   const struct dtap_reply *reply)
{
	int size = snprintf(out, HEAD_ROOM, "HTTP/1.%d %d %s\r\n",
			    !request->http10, reply->status,
			    dtap_reply_reason(reply->status));

	size += snprintf(out + size, HEAD_ROOM - (size_t)size,
			 DTAP_VERSION_HEADER
			 "Content-Type: %s\r\n"
			 "Content-Length: %" PRIu64 "\r\n"
			 "X-Content-Type-Options: nosniff\r\n"
			 "%s%s\r\n",
			 reply->type, reply->size + reply->elsewhere,
			 must_close(request) ? "Connection: close\r\n" : "",
			 reply->headers != NULL ? reply->headers : "");
	return size < HEAD_ROOM ? size : -1;
}

/* With `before` bytes of room in front; NULL with errno. */
static char *
write_whole(const struct dtap_request *request, const struct dtap_reply *reply,
	    size_t before, size_t *size)
{
	bool with_body = request->method != DTAP_HEAD && reply->status != 304;
	char *out = malloc(before + HEAD_ROOM + reply->size);
	int head = out == NULL ? -1 : write_head(out + before, request, reply);

	if (head < 0) {
		free(out);
		return NULL;
	}
	*size = (size_t)head;
	if (with_body && reply->size > 0) {
		memcpy(out + before + *size, reply->body, reply->size);
		*size += reply->size;
	}
	return out;
}

char *
dtap_reply_write(const struct dtap_request *request,
		 const struct dtap_reply *reply, size_t *size)
{
	return write_whole(request, reply, 0, size);
}

int
dtap_reply_send(struct lws *wsi, const struct dtap_request *request,
		const struct dtap_reply *reply)
{
	size_t size;
	char *out = write_whole(request, reply, LWS_PRE, &size);
	int sent;

	if (out == NULL)
		return -1;
	sent = lws_write(wsi, (unsigned char *)out + LWS_PRE, size,
			 LWS_WRITE_HTTP_FINAL);
	free(out);
	if (sent < 0 || must_close(request))
		return -1;
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

int
dtap_reply_text(struct lws *wsi, const struct dtap_request *request, int status,
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
	return dtap_reply_send(wsi, request, &reply);
}

/* SPDX-License-Identifier: MIT */
#include "http/handover.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http/reply.h"
#include "http/ws_handshake.h"

#define HEAD_ROOM 512

/* The feed makes the whole body. */
static bool
is_pcapng(const struct dtap_stream_options *stream)
{
	return stream->feed != NULL && stream->feed->bare;
}

/* "diag-20261125T100000Z.pcap": for a client that saves it (curl -OJ). */
static void
write_name(char *out, size_t room, const struct dtap_stream_options *stream)
{
	const char *kind = is_pcapng(stream)                ? "pcapng"
			   : stream->form == DTAP_FORM_PCAP ? "pcap"
							    : "bin";
	time_t now = time(NULL);
	char when[32];
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &tm);
	snprintf(out, room, "%.*s-%s.%s", (int)strcspn(stream->path, "/"),
		 stream->path, when, kind);
}

static int
write_head(char *out, const struct dtap_service *service,
	   const struct dtap_request *request,
	   const struct dtap_stream_options *stream)
{
	const char *type = is_pcapng(stream) ? "application/x-pcapng"
			   : stream->form == DTAP_FORM_PCAP
				   ? "application/vnd.tcpdump.pcap"
				   : "application/octet-stream";
	char name[64], device[DTAP_DEVICE_HEADER_ROOM];

	dtap_reply_device(device, &service->identity);
	if (stream->framing == DTAP_FRAMING_MESSAGES)
		return dtap_ws_handshake_head(out, request, stream->form,
					      device);
	write_name(name, sizeof name, stream);
	return snprintf(out, HEAD_ROOM,
			"HTTP/1.%d 200 OK\r\n" DTAP_VERSION_HEADER "%s"
			"Content-Type: %s\r\n"
			"Content-Disposition: attachment; filename=\"%s\"\r\n"
			"%s"
			"Cache-Control: no-store\r\n"
			"X-Accel-Buffering: no\r\n"
			"X-Content-Type-Options: nosniff\r\n"
			"Connection: close\r\n\r\n",
			!request->http10, device, type, name,
			request->http10 ? ""
					: "Transfer-Encoding: chunked\r\n");
}

/* HEAD: the same head, and no stream. */
static enum dtap_answer
answer_head(const struct dtap_service *service,
	    struct dtap_connection *connection,
	    const struct dtap_request *request,
	    const struct dtap_stream_options *stream)
{
	char *out = malloc(HEAD_ROOM);

	if (out == NULL)
		return DTAP_ANSWER_FAILED;
	dtap_connection_send(connection, out,
			     (size_t)write_head(out, service, request, stream),
			     true);
	return DTAP_ANSWERED;
}

static void
end_feed(const struct dtap_stream_options *stream)
{
	if (stream->feed != NULL)
		stream->feed->ended(stream->feed->arg);
}

/* There is no stream: its place is free again, and its feed has ended. */
static void
give_back(struct dtap_stream_table *table,
	  const struct dtap_stream_options *stream)
{
	dtap_stream_table_release(table);
	end_feed(stream);
}

enum dtap_answer
dtap_handover_stream(const struct dtap_service *service,
		     struct dtap_connection *connection,
		     const struct dtap_request *request,
		     const struct dtap_stream_options *stream)
{
	struct dtap_stream_table *table = dtap_fanout_table(service->fanout);
	struct dtap_stream_options options = *stream;
	enum dtap_answer answer;
	char head[HEAD_ROOM];
	int size;

	if (!dtap_stream_table_reserve(table)) {
		end_feed(stream);
		return dtap_reply_text(
			connection, request, 503, "Retry-After: 5\r\n",
			"The limit of streams is reached "
			"(listen.max_subscribers). Try again later.\n");
	}
	if (request->method == DTAP_HEAD) {
		answer = answer_head(service, connection, request, stream);
		give_back(table, stream);
		return answer;
	}
	/* No head promises a stream that cannot follow. */
	if (!dtap_connection_can_be_taken(connection)) {
		give_back(table, stream);
		return dtap_reply_no_descriptor(connection, request);
	}
	/* A client whose socket cannot take 400 bytes is not served. */
	size = write_head(head, service, request, stream);
	if (!dtap_connection_send_now(connection, head, (size_t)size)) {
		give_back(table, stream);
		return DTAP_ANSWER_FAILED;
	}
	options.fd = dtap_connection_take(connection);
	if (options.fd < 0) {
		give_back(table, stream);
		return DTAP_ANSWER_FAILED;
	}
	if (dtap_fanout_adopt(service->fanout, &options) < 0)
		dtap_log(service->log, DTAP_WARNING,
			 "cannot begin a stream of %s: %s", stream->path,
			 strerror(errno));
	return DTAP_ANSWER_FAILED; /* the connection is no longer ours */
}

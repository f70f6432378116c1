/* SPDX-License-Identifier: MIT */
#include "http/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libwebsockets.h>

#include "http/reply.h"
#include "http/ws_handshake.h"

#define HEAD_ROOM 512

int
dtap_handover_init(struct dtap_handover *handover)
{
	int pair[2];

	*handover = (struct dtap_handover){-1, -1, NULL};
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	close(pair[1]);
	handover->spent = pair[0];
	return dtap_handover_reserve(handover) ? 0 : -1;
}

void
dtap_handover_close(struct dtap_handover *handover)
{
	if (handover->spent >= 0)
		close(handover->spent);
	if (handover->reserve >= 0)
		close(handover->reserve);
}

bool
dtap_handover_reserve(struct dtap_handover *handover)
{
	if (handover->reserve < 0)
		handover->reserve = fcntl(handover->spent, F_DUPFD_CLOEXEC, 3);
	return handover->reserve >= 0;
}

static int
write_head(char *out, const struct dtap_request *request,
	   const struct dtap_stream_options *stream)
{
	const char *type = stream->form == DTAP_FORM_PCAP
				   ? "application/vnd.tcpdump.pcap"
				   : "application/octet-stream";

	if (stream->framing == DTAP_FRAMING_MESSAGES)
		return dtap_ws_handshake_head(out, request, stream->form);
	return snprintf(out, HEAD_ROOM,
			"HTTP/1.%d 200 OK\r\n" DTAP_VERSION_HEADER
			"Content-Type: %s\r\n"
			"%s"
			"Cache-Control: no-store\r\n"
			"X-Content-Type-Options: nosniff\r\n"
			"Connection: close\r\n\r\n",
			!request->http10, type,
			request->http10 ? ""
					: "Transfer-Encoding: chunked\r\n");
}

static bool
send_head(struct lws *wsi, const struct dtap_request *request,
	  const struct dtap_stream_options *stream)
{
	unsigned char out[LWS_PRE + HEAD_ROOM];
	int size = write_head((char *)out + LWS_PRE, request, stream);

	return lws_write(wsi, out + LWS_PRE, (size_t)size,
			 LWS_WRITE_HTTP_HEADERS) == size &&
	       !lws_partial_buffered(wsi);
}

/*
 * The socket has the number set apart, and libwebsockets is left with the spent
 * one under the number it knows.
 */
int
dtap_handover_take(struct lws *wsi, struct dtap_handover *handover)
{
	int theirs = lws_get_socket_fd(wsi), ours = handover->reserve;

	if (dup3(theirs, ours, O_CLOEXEC) < 0)
		return -1;
	handover->reserve = -1;
	if (dup3(handover->spent, theirs, O_CLOEXEC) >= 0)
		return ours;
	close(ours);
	return -1;
}

static int
refuse(struct lws *wsi, const struct dtap_request *request, const char *why)
{
	return dtap_reply_text(wsi, request, 503, "Retry-After: 5\r\n",
			       "%s Try again later.\n", why);
}

int
dtap_handover_stream(const struct dtap_service *service, struct lws *wsi,
		     const struct dtap_request *request,
		     const struct dtap_stream_options *stream,
		     struct dtap_handover *handover)
{
	struct dtap_stream_options options = *stream;

	if (!dtap_stream_table_reserve(dtap_fanout_table(service->fanout)))
		return refuse(wsi, request,
			      "The limit of streams is reached "
			      "(listen.max_subscribers).");
	if (request->method == DTAP_HEAD) {
		dtap_stream_table_release(dtap_fanout_table(service->fanout));
		send_head(wsi, request, stream);
		return -1; /* as the head says */
	}
	/* First what may fail: no head promises a stream that does not come. */
	if (!dtap_handover_reserve(handover)) {
		dtap_stream_table_release(dtap_fanout_table(service->fanout));
		return refuse(wsi, request,
			      "diagtapd has no file descriptor left.");
	}
	/* A head of 300 bytes that does not fit at once: no client to keep. */
	options.fd = send_head(wsi, request, stream)
			     ? dtap_handover_take(wsi, handover)
			     : -1;
	if (options.fd < 0) {
		dtap_stream_table_release(dtap_fanout_table(service->fanout));
		return -1;
	}
	if (dtap_fanout_adopt(service->fanout, &options) < 0)
		dtap_log(service->log, DTAP_WARNING,
			 "cannot begin a stream of %s: %s", stream->path,
			 strerror(errno));
	return -1; /* closes the spent socket */
}

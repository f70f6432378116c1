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

#define HEAD_ROOM 512

int
dtap_handover_spent(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	close(pair[1]);
	return pair[0];
}

static bool
send_head(struct lws *wsi, const struct dtap_request *request,
	  enum dtap_form form)
{
	unsigned char out[LWS_PRE + HEAD_ROOM];
	const char *type = form == DTAP_FORM_PCAP
				   ? "application/vnd.tcpdump.pcap"
				   : "application/octet-stream";
	int size = snprintf((char *)out + LWS_PRE, HEAD_ROOM,
			    "HTTP/1.%d 200 OK\r\n" DTAP_VERSION_HEADER
			    "Content-Type: %s\r\n"
			    "%s"
			    "Cache-Control: no-store\r\n"
			    "X-Content-Type-Options: nosniff\r\n"
			    "Connection: close\r\n\r\n",
			    !request->http10, type,
			    request->http10 ? ""
					    : "Transfer-Encoding: chunked\r\n");

	return lws_write(wsi, out + LWS_PRE, (size_t)size,
			 LWS_WRITE_HTTP_HEADERS) == size &&
	       !lws_partial_buffered(wsi);
}

/*
 * Sends the head, and leaves libwebsockets with the spent socket under the
 * number it knows.  A head of 300 octets that does not fit at once: no client
 * to keep.
 */
static bool
take_socket(struct lws *wsi, const struct dtap_request *request,
	    enum dtap_form form, int spent)
{
	return send_head(wsi, request, form) &&
	       dup3(spent, lws_get_socket_fd(wsi), O_CLOEXEC) >= 0;
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
		     const struct dtap_stream_options *stream, int spent)
{
	struct dtap_stream_options options = *stream;

	if (!dtap_fanout_reserve(service->fanout))
		return refuse(wsi, request,
			      "There are as many streams as may be "
			      "(listen.max_subscribers).");
	if (request->method == DTAP_HEAD) {
		dtap_fanout_release(service->fanout);
		send_head(wsi, request, stream->form);
		return -1; /* as the head says */
	}
	options.chunked = !request->http10;
	/* First what may fail: no head promises a stream that does not come. */
	options.fd = fcntl(lws_get_socket_fd(wsi), F_DUPFD_CLOEXEC, 3);
	if (options.fd < 0) {
		dtap_fanout_release(service->fanout);
		return refuse(wsi, request, "diagtapd has no descriptor left.");
	}
	if (!take_socket(wsi, request, stream->form, spent)) {
		dtap_fanout_release(service->fanout);
		close(options.fd);
		return -1;
	}
	if (dtap_fanout_adopt(service->fanout, &options) < 0)
		dtap_log(service->log, DTAP_WARNING, "a stream of %s: %s",
			 stream->path, strerror(errno));
	return -1; /* closes the spent socket */
}

/* SPDX-License-Identifier: MIT */
/*
 * handover.h - a request for a stream leaves libwebsockets.
 *
 * Inside libwebsockets 4.1.6 an endless HTTP/1 response turns any stray byte
 * of its peer into a busy loop, and a peer that leaves into a leak.  So the
 * response's head is written through it, then its socket is duplicated and the
 * original descriptor replaced by a spent socket, which libwebsockets closes.
 */
#ifndef DTAP_HANDOVER_H
#define DTAP_HANDOVER_H

#include "http/request.h"
#include "service/service.h"

/* What a handover needs; the server's, and its thread's. */
struct dtap_handover {
	int spent;   /* a socket whose peer is closed */
	int reserve; /* a number for the next stream's socket, or -1 */
	struct dtap_file_worker
		*file_worker; /* to whom other connections are given */
};

/* -1 with errno. */
int dtap_handover_init(struct dtap_handover *handover);
void dtap_handover_close(struct dtap_handover *handover);

/*
 * Sets a number apart for the next stream: connections that were accepted may
 * have taken all others.  False: there is none.
 */
bool dtap_handover_reserve(struct dtap_handover *handover);

/*
 * The socket, of which nothing was sent yet; libwebsockets is left with the
 * spent one, which the callback's -1 closes.  After a reserve.  -1: it cannot
 * be had.
 */
int dtap_handover_take(struct lws *wsi, struct dtap_handover *handover);

/*
 * Answers a stream's request: head, as the stream's framing has it, then the
 * fan-out has the socket.  Refuses
 * with 503 when there are as many streams as may be, or no descriptor is left.
 */
int dtap_handover_stream(const struct dtap_service *service, struct lws *wsi,
			 const struct dtap_request *request,
			 const struct dtap_stream_options *stream,
			 struct dtap_handover *handover);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * handover.h - a request for a stream: the head of the answer, and then the
 * fan-out has the socket.
 *
 * On the server's thread.
 */
#ifndef DTAP_HANDOVER_H
#define DTAP_HANDOVER_H

#include "http/connection.h"
#include "http/request.h"
#include "service/service.h"

/*
 * Answers a request for a stream.  Refuses it with 503 if the limit of streams
 * is reached, or no descriptor is left.  If there is no stream, its feed is
 * told that it has ended.
 */
enum dtap_answer dtap_handover_stream(const struct dtap_service *service,
				      struct dtap_connection *connection,
				      const struct dtap_request *request,
				      const struct dtap_stream_options *stream);

#endif

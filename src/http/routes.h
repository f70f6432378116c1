/* SPDX-License-Identifier: MIT */
/*
 * routes.h - which request is answered by whom.
 */
#ifndef DTAP_ROUTES_H
#define DTAP_ROUTES_H

#include "http/request.h"
#include "http/service.h"

/*
 * Answers a request, or hands its socket over to the fan-out.  Returns what a
 * libwebsockets callback returns.  `spent` is a socket whose peer is closed,
 * see handover.h.
 */
int dtap_routes_answer(const struct dtap_service *service, struct lws *wsi,
		       const struct dtap_request *request, int spent);

#endif

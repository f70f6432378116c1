/* SPDX-License-Identifier: MIT */
/*
 * routes.h - which request is answered by whom.
 */
#ifndef DTAP_ROUTES_H
#define DTAP_ROUTES_H

#include "http/access.h"
#include "http/handover.h"
#include "http/request.h"
#include "service/service.h"

/*
 * Answers a request, or hands its socket over to the fan-out.  Returns what a
 * libwebsockets callback returns.
 */
int dtap_routes_answer(const struct dtap_service *service,
		       const struct dtap_access *access, struct lws *wsi,
		       const struct dtap_request *request,
		       struct dtap_handover *handover);

#endif

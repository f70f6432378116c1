/* SPDX-License-Identifier: MIT */
/*
 * routes.h - finds who answers a request, if it is allowed.
 */
#ifndef DTAP_ROUTES_H
#define DTAP_ROUTES_H

#include "http/access.h"
#include "http/archive/file_worker.h"
#include "http/connection.h"
#include "http/request.h"
#include "http/handlers.h"

/*
 * Answers a request, or gives its socket to the fan-out or the file worker.
 * The body of a POST is read only if the request is allowed: for one without it
 * the result is DTAP_ANSWER_AFTER_BODY then.  On the server's thread.
 */
enum dtap_answer dtap_routes_answer(const struct dtap_site *site,
				    const struct dtap_access *access,
				    struct dtap_connection *connection,
				    const struct dtap_request *request,
				    struct dtap_file_worker *file_worker);

#endif

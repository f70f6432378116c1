/* SPDX-License-Identifier: MIT */
/*
 * handlers.h - what the rows of the table of routes do.
 *
 * Each answers a request that may be answered, on the server's thread, and
 * returns what a libwebsockets callback returns.
 */
#ifndef DTAP_HANDLERS_H
#define DTAP_HANDLERS_H

#include "http/access.h"
#include "http/handover.h"
#include "http/request.h"
#include "service/service.h"

struct dtap_call;

struct dtap_route {
	unsigned methods; /* a bit for each enum dtap_method */
	const char *path; /* a '*' in it is any word without a '/' */
	int (*answer)(const struct dtap_call *call);
	enum dtap_form form; /* of a stream */
};

/* A request on its way through the table. */
struct dtap_call {
	const struct dtap_service *service;
	const struct dtap_access *access;
	struct lws *wsi;
	const struct dtap_request *request;
	const struct dtap_route *route;
	struct dtap_handover *handover;
	char word[sizeof((struct dtap_request *)0)->path]; /* for the '*' */
};

int dtap_handle_nothing(const struct dtap_call *call); /* 404 */
int dtap_handle_viewer(const struct dtap_call *call);
int dtap_handle_dissector(const struct dtap_call *call);
int dtap_handle_status(const struct dtap_call *call);
int dtap_handle_metrics(const struct dtap_call *call);
int dtap_handle_clock(const struct dtap_call *call);
int dtap_handle_set_clock(const struct dtap_call *call);
int dtap_handle_stream(const struct dtap_call *call);
int dtap_handle_websocket(const struct dtap_call *call);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * handlers.h - what the rows of the table of routes do.
 *
 * Each answers a request that is allowed, on the server's thread.
 */
#ifndef DTAP_HANDLERS_H
#define DTAP_HANDLERS_H

#include "http/access.h"
#include "http/archive/file_worker.h"
#include "http/connection.h"
#include "http/request.h"
#include "service/service.h"

struct dtap_call;

struct dtap_route {
	unsigned methods; /* a bit for each enum dtap_method */
	const char *path; /* '*' stands for any word without '/' */
	enum dtap_answer (*answer)(const struct dtap_call *call);
	enum dtap_form form; /* of the stream */
};

/* A request, and what its handler needs. */
struct dtap_call {
	const struct dtap_service *service;
	const struct dtap_access *access;
	struct dtap_connection *connection;
	const struct dtap_request *request;
	const struct dtap_route *route;
	struct dtap_file_worker *file_worker;
	char word[sizeof((struct dtap_request *)0)->path]; /* the '*' */
};

enum dtap_answer dtap_handle_nothing(const struct dtap_call *call); /* 404 */
enum dtap_answer dtap_handle_viewer(const struct dtap_call *call);
enum dtap_answer dtap_handle_dissector(const struct dtap_call *call);
enum dtap_answer dtap_handle_profile(const struct dtap_call *call);
enum dtap_answer dtap_handle_status(const struct dtap_call *call);
enum dtap_answer dtap_handle_metrics(const struct dtap_call *call);
enum dtap_answer dtap_handle_clock(const struct dtap_call *call);
enum dtap_answer dtap_handle_set_clock(const struct dtap_call *call);
enum dtap_answer dtap_handle_masks(const struct dtap_call *call);
enum dtap_answer dtap_handle_set_masks(const struct dtap_call *call);
enum dtap_answer dtap_handle_stream(const struct dtap_call *call);
enum dtap_answer dtap_handle_websocket(const struct dtap_call *call);

#endif

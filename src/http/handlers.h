/* SPDX-License-Identifier: MIT */
/*
 * handlers.h - what the rows of the table of routes do.
 *
 * Each answers a request that is allowed, on the server's thread.
 */
#ifndef DTAP_HANDLERS_H
#define DTAP_HANDLERS_H

#include "assets/assets.h"
#include "http/access.h"
#include "http/archive/file_worker.h"
#include "http/connection.h"
#include "http/request.h"
#include "service/service.h"

struct dtap_call;

/* Methods of a route. */
#define DTAP_ROUTE_READ   (1U << DTAP_GET | 1U << DTAP_HEAD)
#define DTAP_ROUTE_POST   (1U << DTAP_POST)
#define DTAP_ROUTE_DELETE (1U << DTAP_DELETE)

struct dtap_route {
	unsigned methods; /* a bit for each enum dtap_method */
	const char *path; /* each '*' stands for any word without '/' */
	enum dtap_answer (*answer)(const struct dtap_call *call);
	enum dtap_form form; /* of the stream */
};

/* What a program serves.  Never changes. */
struct dtap_site {
	const struct dtap_log *log;
	const struct dtap_route *routes; /* the first one that fits answers */
	size_t route_count;

	/* The file of a path, which needs no token, or NULL. */
	const struct dtap_asset *(*find_file)(const char *path);

	const char *conf_name; /* of its configuration, in answers */
	const struct dtap_service *service; /* what diagtapd serves, or NULL */
	void *arg;                          /* another program's own */
};

/* The most '*' of a path. */
#define DTAP_ROUTE_WORDS 2
#define DTAP_ROUTE_WORD  sizeof((struct dtap_request *)0)->path

/* A request, and what its handler needs. */
struct dtap_call {
	const struct dtap_site *site;
	const struct dtap_service *service; /* of the site */
	const struct dtap_access *access;
	struct dtap_connection *connection;
	const struct dtap_request *request;
	const struct dtap_route *route;
	struct dtap_file_worker *file_worker;
	char words[DTAP_ROUTE_WORDS][DTAP_ROUTE_WORD]; /* for each '*' */
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

/* SPDX-License-Identifier: MIT */
#include "http/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets/assets.h"
#include "http/handover.h"
#include "http/metrics.h"
#include "http/page.h"
#include "http/query.h"
#include "http/reply.h"
#include "http/status.h"

/* A request on its way through the table. */
struct call {
	const struct dtap_service *service;
	struct lws *wsi;
	const struct dtap_request *request;
	const struct route *route;
	const struct dtap_service_tap *tap; /* that the path names, or NULL */
	struct dtap_handover *handover;
};

struct route {
	const char *path; /* '*' in it is the name of a tap */
	int (*answer)(const struct call *call);
	enum dtap_form form; /* of a stream */
};

static int
answer_page(const struct call *call)
{
	size_t size;
	char *page = dtap_page(call->request->host, &size);
	struct dtap_reply reply = {
		.status = 200,
		.type = "text/html; charset=utf-8",
		.headers = "Cache-Control: no-store\r\n"
			   "Content-Security-Policy: default-src 'none'; "
			   "style-src 'unsafe-inline'; base-uri 'none'; "
			   "form-action 'none'; frame-ancestors 'none'\r\n",
		.body = page,
		.size = size,
	};
	int result;

	if (page == NULL)
		return -1;
	result = dtap_reply_send(call->wsi, call->request, &reply);
	free(page);
	return result;
}

static int
answer_dissector(const struct call *call)
{
	const struct dtap_asset *asset = &dtap_asset_dissector;
	char headers[128];
	bool same = strcmp(call->request->etag, asset->etag) == 0;
	struct dtap_reply reply = {
		.status = same ? 304 : 200,
		.type = "text/x-lua; charset=utf-8",
		.headers = headers,
		.body = asset->data,
		.size = asset->size,
	};

	snprintf(headers, sizeof headers,
		 "Cache-Control: no-cache\r\nETag: %s\r\n", asset->etag);
	return dtap_reply_send(call->wsi, call->request, &reply);
}

/* A text made for this answer, which is freed. */
static int
answer_made(const struct call *call, const char *type, char *text, size_t size)
{
	struct dtap_reply reply = {
		.status = 200,
		.type = type,
		.headers = "Cache-Control: no-store\r\n",
		.body = text,
		.size = size,
	};
	int result = -1;

	if (text != NULL)
		result = dtap_reply_send(call->wsi, call->request, &reply);
	free(text);
	return result;
}

static int
answer_status(const struct call *call)
{
	size_t size;
	char *text = dtap_status_json(call->service, &size);

	return answer_made(call, "application/json", text, size);
}

static int
answer_metrics(const struct call *call)
{
	size_t size;
	char *text = dtap_metrics_text(call->service, &size);

	return answer_made(call,
			   "application/openmetrics-text; version=1.0.0; "
			   "charset=utf-8",
			   text, size);
}

/* The sentence that a stream's request is refused with, or NULL. */
static const char *
refusal(const struct dtap_service_tap *tap)
{
	struct dtap_ring_status ring;

	if (tap->tap == NULL)
		return tap->refusal;
	dtap_ring_status(dtap_tap_ring(tap->tap), &ring);
	return ring.ended ? "The source has ended, and nothing more will come. "
			    "Start diagtapd again to replay it."
			  : NULL;
}

static int
answer_stream(const struct call *call)
{
	struct dtap_tap *tap = call->tap->tap;
	struct dtap_stream_options stream = {
		.tap = tap,
		.form = call->route->form,
		.path = call->request->path + strlen("/api/"),
	};
	const char *why = refusal(call->tap);
	struct dtap_query query;
	char text[256];

	if (why != NULL)
		return dtap_reply_text(call->wsi, call->request, 503,
				       "Cache-Control: no-store\r\n", "%s\n",
				       why);
	if (!dtap_query_read(&query, call->request->query, call->route->form,
			     dtap_tap_snaplen(tap), text, sizeof text))
		return dtap_reply_text(call->wsi, call->request, 400, NULL,
				       "%s\n", text);
	stream.form = query.form;
	stream.oldest = query.oldest;
	stream.snaplen = query.snaplen;
	stream.filter = query.filters ? &query.filter : NULL;
	return dtap_handover_stream(call->service, call->wsi, call->request,
				    &stream, call->handover);
}

static const struct route routes[] = {
	{.path = "/", .answer = answer_page},
	{.path = "/diagtap.lua", .answer = answer_dissector},
	{.path = "/api/status", .answer = answer_status},
	{.path = "/metrics", .answer = answer_metrics},
	{"/api/*/stream", answer_stream, DTAP_FORM_RAW},
	{"/api/*/pcap", answer_stream, DTAP_FORM_PCAP},
};

/* The tap whose name is the first word of `path`, or NULL. */
static const struct dtap_service_tap *
find_tap(const struct dtap_service *service, const char *path)
{
	size_t size = strcspn(path, "/");

	for (size_t i = 0; i < service->tap_count; i++)
		if (strlen(service->taps[i].name) == size &&
		    memcmp(service->taps[i].name, path, size) == 0)
			return &service->taps[i];
	return NULL;
}

/* Whether the request's path is the route's; finds the tap that it names. */
static bool
matches(struct call *call, const struct route *route)
{
	const char *path = call->request->path;
	size_t before = strcspn(route->path, "*");

	if (route->path[before] == '\0')
		return strcmp(path, route->path) == 0;
	if (strncmp(path, route->path, before) != 0)
		return false;
	path += before;
	call->tap = find_tap(call->service, path);
	return call->tap != NULL && strcmp(path + strlen(call->tap->name),
					   route->path + before + 1) == 0;
}

/* 0: granted, else what a libwebsockets callback returns. */
static int
refuse(const struct call *call, enum dtap_verdict verdict)
{
	switch (verdict) {
	case DTAP_ACCESS_FOREIGN_HOST:
		return dtap_reply_text(
			call->wsi, call->request, 403, NULL,
			"The Host header is not an address of this server. If "
			"the name is its own, add it to access.hosts in "
			"diagtapd.conf.\n");
	case DTAP_ACCESS_FOREIGN_ORIGIN:
		return dtap_reply_text(
			call->wsi, call->request, 403, NULL,
			"The page that asks (Origin) is not of this server.\n");
	default:
		return dtap_reply_text(
			call->wsi, call->request, 401,
			"WWW-Authenticate: Basic realm=\"diagtap\"\r\n",
			"A token is needed: send it as \"Authorization: Bearer "
			"TOKEN\", or as the password of any user (curl -u "
			":TOKEN).\n");
	}
}

int
dtap_routes_answer(const struct dtap_service *service, struct lws *wsi,
		   const struct dtap_request *request,
		   struct dtap_handover *handover)
{
	struct call call = {
		.service = service,
		.wsi = wsi,
		.request = request,
		.handover = handover,
	};
	enum dtap_verdict verdict =
		dtap_access_check(&service->access, request);

	if (verdict != DTAP_ACCESS_GRANTED)
		return refuse(&call, verdict);

	for (size_t i = 0;
	     call.route == NULL && i < sizeof routes / sizeof *routes; i++)
		if (matches(&call, &routes[i]))
			call.route = &routes[i];
	if (call.route == NULL)
		return dtap_reply_text(
			wsi, request, 404, NULL,
			"Nothing is here. GET / names what there "
			"is.\n");
	if (request->method == DTAP_OTHER_METHOD)
		return dtap_reply_text(wsi, request, 405,
				       "Allow: GET, HEAD\r\n",
				       "This takes GET and HEAD only.\n");
	return call.route->answer(&call);
}

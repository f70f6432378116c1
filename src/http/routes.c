/* SPDX-License-Identifier: MIT */
#include "http/routes.h"

#include <stdio.h>
#include <string.h>

#include "http/archive/archive_routes.h"
#include "http/devices_api.h"
#include "http/handlers.h"
#include "http/reply.h"
#include "http/static_files.h"
#include "http/wireshark_files.h"

#define READ   (1U << DTAP_GET | 1U << DTAP_HEAD)
#define POST   (1U << DTAP_POST)
#define DELETE (1U << DTAP_DELETE)

static const struct dtap_route routes[] = {
	{.methods = READ,
	 .path = "/diagtap.lua",
	 .answer = dtap_handle_dissector},
	{.methods = READ,
	 .path = "/profile.zip",
	 .answer = dtap_handle_profile},
	{.methods = READ, .path = "/api/status", .answer = dtap_handle_status},
	{.methods = READ,
	 .path = "/api/devices",
	 .answer = dtap_handle_devices},
	{.methods = READ, .path = "/api/clock", .answer = dtap_handle_clock},
	{.methods = POST,
	 .path = "/api/clock",
	 .answer = dtap_handle_set_clock},
	{.methods = READ, .path = "/api/masks", .answer = dtap_handle_masks},
	{.methods = POST,
	 .path = "/api/masks",
	 .answer = dtap_handle_set_masks},
	{.methods = READ, .path = "/metrics", .answer = dtap_handle_metrics},
	{.methods = READ,
	 .path = "/api/archive",
	 .answer = dtap_handle_archive_list},
	{.methods = READ,
	 .path = "/api/archive/*",
	 .answer = dtap_handle_archive_file},
	{.methods = DELETE,
	 .path = "/api/archive/*",
	 .answer = dtap_handle_archive_delete},
	{.methods = POST,
	 .path = "/api/archive/*",
	 .answer = dtap_handle_archive_order},
	{.methods = READ,
	 .path = "/wireshark/*",
	 .answer = dtap_handle_wireshark},
	{READ, "/api/*/stream", dtap_handle_stream, DTAP_FORM_RAW},
	{READ, "/api/*/pcap", dtap_handle_stream, DTAP_FORM_PCAP},
	{.methods = READ, .path = "/api/*/ws", .answer = dtap_handle_websocket},
};

/* The route of every file of the viewer. */
static const struct dtap_route viewer = {
	.methods = READ, .path = "", .answer = dtap_handle_viewer};

/* The path matches the pattern, and `word` is what stands for its '*'. */
static bool
is_of(const char *pattern, const char *path, char *word)
{
	size_t before = strcspn(pattern, "*"), size;

	if (strncmp(pattern, path, before) != 0)
		return false;
	if (pattern[before] == '\0')
		return path[before] == '\0';
	size = strcspn(path + before, "/");
	if (size == 0 ||
	    strcmp(pattern + before + 1, path + before + size) != 0)
		return false;
	memcpy(word, path + before, size);
	word[size] = '\0';
	return true;
}

/* Sets the route of the call.  Returns the methods that the path has. */
static unsigned
find_route(struct dtap_call *call)
{
	char others[sizeof call->word] = ""; /* words of other routes */
	unsigned methods = 0;

	if (dtap_static_file_find(call->request->path) != NULL) {
		if ((READ & 1U << call->request->method) != 0)
			call->route = &viewer;
		return READ;
	}
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		const struct dtap_route *route = &routes[i];

		if (!is_of(route->path, call->request->path,
			   call->route == NULL ? call->word : others))
			continue;
		methods |= route->methods;
		if (call->route == NULL &&
		    (route->methods & 1U << call->request->method) != 0)
			call->route = route;
	}
	return methods;
}

/*
 * If a script of a page sent the request, the browser must not ask its user for
 * the token: the viewer has a field of its own for it.
 */
static const char *
challenge(const struct dtap_request *request)
{
	return request->by_script
		       ? "WWW-Authenticate: Bearer realm=\"diagtap\"\r\n"
		       : "WWW-Authenticate: Basic realm=\"diagtap\"\r\n";
}

static enum dtap_answer
refuse(const struct dtap_call *call, enum dtap_verdict verdict)
{
	switch (verdict) {
	case DTAP_ACCESS_FOREIGN_HOST:
		return dtap_reply_text(
			call->connection, call->request, 403, NULL,
			"The Host header is not an address of this server. If "
			"it is a name of this server, add it to access.hosts "
			"in diagtapd.conf.\n");
	case DTAP_ACCESS_FOREIGN_ORIGIN:
		return dtap_reply_text(
			call->connection, call->request, 403, NULL,
			"The page that sends this request (Origin) does not "
			"belong to this server.\n");
	default:
		return dtap_reply_text(
			call->connection, call->request, 401,
			challenge(call->request),
			"A token is needed: send it as \"Authorization: Bearer "
			"TOKEN\", or as the password of any user (curl -u "
			":TOKEN).\n");
	}
}

static enum dtap_answer
refuse_method(const struct dtap_call *call, unsigned methods)
{
	static const char *const names[] = {[DTAP_GET] = "GET",
					    [DTAP_HEAD] = "HEAD",
					    [DTAP_POST] = "POST",
					    [DTAP_DELETE] = "DELETE"};
	char list[64] = "", allow[96];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if ((methods & 1U << i) == 0)
			continue;
		if (list[0] != '\0')
			strcat(list, ", ");
		strcat(list, names[i]);
	}
	snprintf(allow, sizeof allow, "Allow: %s\r\n", list);
	return dtap_reply_text(call->connection, call->request, 405, allow,
			       "Allowed methods: %s.\n", list);
}

/* A body that is not read. */
static enum dtap_answer
refuse_body(const struct dtap_call *call)
{
	static const struct {
		int status;
		const char *why;
	} answers[] = {
		[DTAP_REQUEST_BODY_TOO_LARGE] =
			{413, "The body is too large: at most 4096 bytes are "
			      "allowed."},
		[DTAP_REQUEST_BODY_CHUNKED] =
			{411, "The request needs a Content-Length header and "
			      "must not have Transfer-Encoding."},
	};
	enum dtap_announced announced = call->request->announced;

	return dtap_reply_text(call->connection, call->request,
			       answers[announced].status, NULL, "%s\n",
			       answers[announced].why);
}

/* POST and DELETE: they need the token, and a POST its body. */
static enum dtap_answer
answer_change(const struct dtap_call *call)
{
	const struct dtap_request *request = call->request;

	if (!dtap_access_may_change(call->access, request))
		return dtap_reply_text(
			call->connection, request, 403, NULL,
			"This request changes something and needs a token, but "
			"no token is configured: set access.token_file in "
			"diagtapd.conf, or use the Unix socket "
			"(listen.unix_socket).\n");
	if (request->method == DTAP_POST &&
	    request->announced > DTAP_REQUEST_BODY_SIZED)
		return refuse_body(call);
	if (request->announced == DTAP_REQUEST_BODY_SIZED &&
	    request->method == DTAP_POST && request->body == NULL)
		return DTAP_ANSWER_AFTER_BODY;
	return call->route->answer(call);
}

enum dtap_answer
dtap_routes_answer(const struct dtap_service *service,
		   const struct dtap_access *access,
		   struct dtap_connection *connection,
		   const struct dtap_request *request,
		   struct dtap_file_worker *file_worker)
{
	struct dtap_call call = {.service = service,
				 .access = access,
				 .connection = connection,
				 .request = request,
				 .file_worker = file_worker};
	enum dtap_verdict verdict = dtap_access_check(access, request);
	unsigned methods;

	/* The viewer is the same for all; what it asks for needs the token. */
	if (verdict == DTAP_ACCESS_NO_TOKEN &&
	    (dtap_static_file_find(request->path) != NULL ||
	     dtap_wireshark_file_known(request->path)))
		verdict = DTAP_ACCESS_GRANTED;
	if (verdict != DTAP_ACCESS_GRANTED)
		return refuse(&call, verdict);
	if (request->asterisk)
		return refuse_method(&call, READ | POST | DELETE);

	methods = find_route(&call);
	if (methods == 0)
		return dtap_handle_nothing(&call);
	if (call.route == NULL)
		return refuse_method(&call, methods);
	if ((call.route->methods & READ) != 0)
		return call.route->answer(&call);
	return answer_change(&call);
}

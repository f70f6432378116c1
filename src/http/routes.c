/* SPDX-License-Identifier: MIT */
#include "http/routes.h"

#include <stdio.h>
#include <string.h>

#include "http/handlers.h"
#include "http/reply.h"
#include "http/wireshark_files.h"

/* The route of every file of the viewer. */
static const struct dtap_route viewer = {
	.methods = DTAP_ROUTE_READ, .path = "", .answer = dtap_handle_viewer};

/* Takes the word at *path, for one '*'.  False: there is none. */
static bool
take_word(const char **path, char *word)
{
	size_t size = strcspn(*path, "/");

	memcpy(word, *path, size);
	word[size] = '\0';
	*path += size;
	return size > 0;
}

/* The path matches the pattern; `words` are what stands for each '*'. */
static bool
is_of(const char *pattern, const char *path,
      char words[DTAP_ROUTE_WORDS][DTAP_ROUTE_WORD])
{
	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '*' ? !take_word(&path, *words++)
				    : *pattern != *path++)
			return false;
	}
	return *path == '\0';
}

/* Sets the route of the call.  Returns the methods that the path has. */
static unsigned
find_route(struct dtap_call *call)
{
	const struct dtap_site *site = call->site;
	char words[DTAP_ROUTE_WORDS][DTAP_ROUTE_WORD] = {""};
	unsigned methods = 0;

	if (site->find_file(call->request->path) != NULL) {
		if ((DTAP_ROUTE_READ & 1U << call->request->method) != 0)
			call->route = &viewer;
		return DTAP_ROUTE_READ;
	}
	for (size_t i = 0; i < site->route_count; i++) {
		const struct dtap_route *route = &site->routes[i];

		if (!is_of(route->path, call->request->path, words))
			continue;
		methods |= route->methods;
		if (call->route != NULL ||
		    (route->methods & 1U << call->request->method) == 0)
			continue;
		call->route = route;
		memcpy(call->words, words, sizeof words);
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
			"in %s.\n",
			call->site->conf_name);
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
			"%s, or use the Unix socket (listen.unix_socket).\n",
			call->site->conf_name);
	if (request->method == DTAP_POST &&
	    request->announced > DTAP_REQUEST_BODY_SIZED)
		return refuse_body(call);
	if (request->announced == DTAP_REQUEST_BODY_SIZED &&
	    request->method == DTAP_POST && request->body == NULL)
		return DTAP_ANSWER_AFTER_BODY;
	return call->route->answer(call);
}

enum dtap_answer
dtap_routes_answer(const struct dtap_site *site,
		   const struct dtap_access *access,
		   struct dtap_connection *connection,
		   const struct dtap_request *request,
		   struct dtap_file_worker *file_worker)
{
	struct dtap_call call = {.site = site,
				 .service = site->service,
				 .access = access,
				 .connection = connection,
				 .request = request,
				 .file_worker = file_worker};
	enum dtap_verdict verdict = dtap_access_check(access, request);
	unsigned methods;

	/* The viewer is the same for all; what it asks for needs the token. */
	if (verdict == DTAP_ACCESS_NO_TOKEN &&
	    (site->find_file(request->path) != NULL ||
	     dtap_wireshark_file_known(request->path)))
		verdict = DTAP_ACCESS_GRANTED;
	if (verdict != DTAP_ACCESS_GRANTED)
		return refuse(&call, verdict);
	if (request->asterisk)
		return refuse_method(&call, DTAP_ROUTE_READ | DTAP_ROUTE_POST |
						    DTAP_ROUTE_DELETE);

	methods = find_route(&call);
	if (methods == 0)
		return dtap_handle_nothing(&call);
	if (call.route == NULL)
		return refuse_method(&call, methods);
	if ((call.route->methods & DTAP_ROUTE_READ) != 0)
		return call.route->answer(&call);
	return answer_change(&call);
}

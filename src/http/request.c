/* SPDX-License-Identifier: MIT */
#include "http/request.h"

#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

#include <libwebsockets.h>

/* A header too long for its place is as good as none. */
static void
copy_header(struct lws *wsi, enum lws_token_indexes token, char *out, int size)
{
	if (lws_hdr_copy(wsi, out, size, token) < 0)
		out[0] = '\0';
}

/*
 * libwebsockets keeps the query's terms apart, and would join them by commas,
 * which are ours.  A query too long is taken for one that nobody knows.
 */
static void
read_query(struct lws *wsi, char *out, size_t room)
{
	size_t used = 0;
	int size;

	out[0] = '\0';
	for (int i = 0;
	     lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i) > 0;
	     i++) {
		if (used > 0)
			out[used++] = '&';
		size = used < room
			       ? lws_hdr_copy_fragment(
					 wsi, out + used, (int)(room - used),
					 WSI_TOKEN_HTTP_URI_ARGS, i)
			       : -1;
		if (size < 0 || used + (size_t)size + 1 >= room) {
			strcpy(out, "?");
			return;
		}
		used += (size_t)size;
	}
}

static enum dtap_method
method_of(struct lws *wsi)
{
	char *uri;
	int length;

	switch (lws_http_get_uri_and_method(wsi, &uri, &length)) {
	case LWSHUMETH_GET:
		return DTAP_GET;
	case LWSHUMETH_HEAD:
		return DTAP_HEAD;
	case LWSHUMETH_POST:
		return DTAP_POST;
	case LWSHUMETH_DELETE:
		return DTAP_DELETE;
	default:
		return DTAP_OTHER_METHOD;
	}
}

/* Of "4096".  Several headers are joined by libwebsockets, and no number. */
static enum dtap_announced
read_length(const char *text, size_t *size)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || text[digits] != '\0')
		return DTAP_REQUEST_BODY_BAD_LENGTH;
	text += strspn(text, "0");
	*size = 0;
	for (; *text != '\0' && *size <= DTAP_REQUEST_BODY_MAX; text++)
		*size = *size * 10 + (size_t)(*text - '0');
	return *size <= DTAP_REQUEST_BODY_MAX ? DTAP_REQUEST_BODY_SIZED
					      : DTAP_REQUEST_BODY_TOO_LARGE;
}

/*
 * Where a body ends that is not taken, libwebsockets does not always know: the
 * connection ends with the answer then.  That goes for a POST without a length
 * too, whose next request it would take for a body.
 */
static void
read_announced(struct dtap_request *request, struct lws *wsi)
{
	char text[32];

	request->announced = DTAP_REQUEST_BODY_NONE;
	request->body_size = 0;
	request->body = NULL;
	if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0)
		request->announced = DTAP_REQUEST_BODY_CHUNKED;
	else if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0)
		request->announced =
			lws_hdr_copy(wsi, text, sizeof text,
				     WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0
				? read_length(text, &request->body_size)
				: DTAP_REQUEST_BODY_BAD_LENGTH;
	request->expects = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_EXPECT) > 0;
	if (request->method == DTAP_POST)
		request->last = request->announced != DTAP_REQUEST_BODY_SIZED;
	else
		request->last = request->announced != DTAP_REQUEST_BODY_NONE ||
				request->method == DTAP_OTHER_METHOD;
}

static void
read_local(struct lws *wsi, char *out, size_t room)
{
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof address;

	out[0] = '\0';
	if (getsockname(lws_get_socket_fd(wsi), (struct sockaddr *)&address,
			&size) < 0 ||
	    address.ss_family == AF_UNIX)
		return;
	if (getnameinfo((struct sockaddr *)&address, size, out, (socklen_t)room,
			NULL, 0, NI_NUMERICHOST) != 0)
		strcpy(out, "?");
}

static bool
has_custom_header(struct lws *wsi, const char *name)
{
#if defined(LWS_WITH_CUSTOM_HEADERS)
	return lws_hdr_custom_length(wsi, name, (int)strlen(name)) >= 0;
#else
	return false;
#endif
}

static void
copy_headers(struct dtap_request *request, struct lws *wsi)
{
	const struct {
		enum lws_token_indexes token;
		char *out;
		size_t room;
	} headers[] = {
#define HEADER(token, field) {token, request->field, sizeof request->field}
		HEADER(WSI_TOKEN_HOST, host),
		HEADER(WSI_TOKEN_HTTP_IF_NONE_MATCH, etag),
		HEADER(WSI_TOKEN_HTTP_IF_MODIFIED_SINCE, modified_since),
		HEADER(WSI_TOKEN_HTTP_RANGE, range),
		HEADER(WSI_TOKEN_HTTP_IF_RANGE, if_range),
		HEADER(WSI_TOKEN_HTTP_ACCEPT_ENCODING, encodings),
		HEADER(WSI_TOKEN_ORIGIN, origin),
		HEADER(WSI_TOKEN_HTTP_AUTHORIZATION, authorization),
		HEADER(WSI_TOKEN_UPGRADE, upgrade),
		HEADER(WSI_TOKEN_CONNECTION, connection),
		HEADER(WSI_TOKEN_VERSION, ws_version),
		HEADER(WSI_TOKEN_KEY, ws_key),
		HEADER(WSI_TOKEN_PROTOCOL, ws_protocols),
#undef HEADER
	};

	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		copy_header(wsi, headers[i].token, headers[i].out,
			    (int)headers[i].room);
}

void
dtap_request_read(struct dtap_request *request, struct lws *wsi,
		  const char *path)
{
	char version[16];
	size_t length = strlen(path);

	request->method = method_of(wsi);
	copy_header(wsi, WSI_TOKEN_HTTP, version, sizeof version);
	request->http10 = strcmp(version, "HTTP/1.0") == 0;
	if (length >= sizeof request->path)
		length = 0;
	memcpy(request->path, path, length);
	request->path[length] = '\0';
	read_query(wsi, request->query, sizeof request->query);
	copy_headers(request, wsi);
	request->by_script = has_custom_header(wsi, "x-requested-with:");
	read_local(wsi, request->local, sizeof request->local);
	read_announced(request, wsi);
}

bool
dtap_request_next_word(const char **at, struct dtap_word *word)
{
	*at += strspn(*at, ", \t");
	word->text = *at;
	word->size = strcspn(*at, ", \t");
	*at += word->size;
	return word->size > 0;
}

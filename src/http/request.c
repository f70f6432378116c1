/* SPDX-License-Identifier: MIT */
#include "http/request.h"

#include <stdio.h>
#include <string.h>

#include <libwebsockets.h>

static void
copy_header(struct lws *wsi, enum lws_token_indexes token, char *out, int size)
{
	if (lws_hdr_copy(wsi, out, size, token) < 0)
		out[0] = '\0';
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
	default:
		return DTAP_OTHER_METHOD;
	}
}

void
dtap_request_read(struct dtap_request *request, struct lws *wsi,
		  const char *path)
{
	char version[16];
	size_t length = strlen(path);

	request->method = method_of(wsi);
	request->last = false;
	copy_header(wsi, WSI_TOKEN_HTTP, version, sizeof version);
	request->http10 = strcmp(version, "HTTP/1.0") == 0;
	if (length >= sizeof request->path)
		length = 0;
	memcpy(request->path, path, length);
	request->path[length] = '\0';
	copy_header(wsi, WSI_TOKEN_HTTP_URI_ARGS, request->query,
		    sizeof request->query);
	copy_header(wsi, WSI_TOKEN_HOST, request->host, sizeof request->host);
	copy_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, request->etag,
		    sizeof request->etag);
}

/* SPDX-License-Identifier: MIT */
#include "http/static_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/accept.h"
#include "http/reply.h"

#define FOLDER "/viewer/"

/*
 * The browser may run our scripts and reach this server, and nothing else.  The
 * only picture is the icon; "blob:" and "data:" are not needed.
 */
#define POLICY                                                             \
	"Content-Security-Policy: default-src 'none'; script-src 'self'; " \
	"worker-src 'self'; connect-src 'self'; style-src 'self'; "        \
	"img-src 'self'; manifest-src 'self'; base-uri 'none'; "           \
	"form-action 'none'; "                                             \
	"frame-ancestors 'none'\r\n"

/* Headers of files that are not as all others. */
static const struct {
	const char *path, *headers;
} special[] = {
	/* Wireshark in its worker may compile, and reach nothing. */
	{"wireshark/worker.js",
	 "Content-Security-Policy: default-src 'none'; script-src 'self' "
	 "'wasm-unsafe-eval'\r\n"},
	/* The service worker is for the page, which is not below its folder. */
	{"offline.js", POLICY "Service-Worker-Allowed: /\r\n"},
};

static const char *
special_headers(const char *path)
{
	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		if (strcmp(path, special[i].path) == 0)
			return special[i].headers;
	return POLICY;
}

const struct dtap_asset *
dtap_static_file_find(const char *path)
{
	if (strcmp(path, "/") == 0)
		path = FOLDER "index.html";
	if (strncmp(path, FOLDER, strlen(FOLDER)) != 0)
		return NULL;
	path += strlen(FOLDER);
	for (const struct dtap_asset *file = dtap_viewer_files;
	     file->path != NULL; file++)
		if (strcmp(path, file->path) == 0)
			return file;
	return NULL;
}

enum dtap_answer
dtap_static_file_answer(struct dtap_connection *connection,
			const struct dtap_request *request,
			const struct dtap_asset *file)
{
	bool same = dtap_request_knows_etag(request, file->etag);
	bool zipped = dtap_accept_gzip(request->accept_encoding);
	unsigned char *plain = NULL;
	char headers[768];
	struct dtap_reply reply = {
		.status = same ? 304 : 200,
		.type = file->type,
		.headers = headers,
		.body = file->gzip,
		.size = file->gzip_size,
	};
	enum dtap_answer result;

	snprintf(headers, sizeof headers,
		 "Cache-Control: no-cache\r\nVary: Accept-Encoding\r\n"
		 "ETag: %s\r\n%s%s",
		 file->etag, special_headers(file->path),
		 zipped ? "Content-Encoding: gzip\r\n" : "");
	if (!zipped) {
		plain = dtap_asset_inflate(file);
		if (plain == NULL)
			return DTAP_ANSWER_FAILED;
		reply.body = plain;
		reply.size = file->size;
	}
	result = dtap_reply_send(connection, request, &reply);
	free(plain);
	return result;
}

/* SPDX-License-Identifier: MIT */
#include "http/archive/archive_api.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "archive/catalogue.h"
#include "base/json.h"
#include "http/archive/decompressed.h"
#include "http/archive/file_answer.h"
#include "http/archive/range.h"

/* The capture or sidecar file of a request, open. */
struct found {
	int fd;
	uint64_t bytes;
	bool growing;
	struct dtap_capture_name name;
	char etag[64], modified[40];
};

/* Answers with what errno means for a name. */
static bool
refuse(const struct dtap_file_request *file_request,
       struct dtap_response *response)
{
	char text[160];

	if (errno == ENOENT ||
	    errno == ELOOP) /* a symbolic link is not a capture */
		return dtap_file_answer_text(
			file_request, response, 404,
			"There is no such capture. GET "
			"/api/archive lists the captures.\n");
	if (errno == EBUSY)
		return dtap_file_answer_text(
			file_request, response, 409,
			"This capture is still being recorded. "
			"POST /api/archive/rotate or "
			"/api/archive/stop finishes it.\n");
	snprintf(text, sizeof text, "%s: %s.\n", file_request->word,
		 strerror(errno));
	return dtap_file_answer_text(file_request, response, 500, text);
}

/* -1 with errno: it cannot be opened, or no archive has it. */
static int
open_capture(const struct dtap_file_request *file_request, struct found *found)
{
	const struct dtap_service *service = file_request->service;

	errno = ENOENT;
	found->fd = -1;
	if (!dtap_capture_name_read(&found->name, file_request->word))
		return -1;
	for (size_t i = 0; i < service->tap_count && found->fd < 0; i++)
		if (service->taps[i].archive != NULL)
			found->fd = dtap_catalogue_open(
				service->taps[i].archive, file_request->word,
				&found->bytes, &found->growing);
	return found->fd < 0 ? -1 : 0;
}

/*
 * A capture changes only by growing, so its length tells its states apart, and
 * a download can be continued after the capture was finished.  A sidecar file
 * may be replaced.
 */
static int
look(struct found *found)
{
	struct stat stat;
	struct tm tm;

	if (fstat(found->fd, &stat) < 0)
		return -1;
	snprintf(found->etag, sizeof found->etag, "\"%jx-%" PRIx64 "-%jx\"",
		 (uintmax_t)stat.st_ino, found->bytes,
		 found->name.kind == DTAP_FILE_SIDECAR
			 ? (uintmax_t)stat.st_mtime
			 : 0);
	gmtime_r(&stat.st_mtime, &tm);
	strftime(found->modified, sizeof found->modified,
		 "%a, %d %b %Y %H:%M:%S GMT", &tm);
	return 0;
}

/* The client has this state of the file already. */
static bool
is_known(const struct dtap_request *request, const struct found *found)
{
	if (request->if_none_match[0] != '\0')
		return dtap_request_knows_etag(request, found->etag);
	return !found->growing &&
	       strcmp(request->if_modified_since, found->modified) == 0;
}

/* If-Range: a part is sent only of the same state.  For a growing file a date
 * does not tell the states apart. */
static enum dtap_range_verdict
range_of(const struct dtap_request *request, const struct found *found,
	 struct dtap_range *range)
{
	const char *condition = request->if_range;

	*range = (struct dtap_range){0, found->bytes};
	if (condition[0] != '\0' && strcmp(condition, found->etag) != 0 &&
	    (found->growing || strcmp(condition, found->modified) != 0))
		return DTAP_RANGE_WHOLE;
	return dtap_range_read(range, request->range, found->bytes);
}

#define SIDECAR_MAX 65536 /* bytes */

/* A sidecar file that was damaged is no JSON. */
static const char *
type_of(const struct found *found)
{
	const char *type = dtap_capture_name_type(found->name.kind);
	char *text;
	ssize_t size;

	if (found->name.kind != DTAP_FILE_SIDECAR)
		return type;
	text = found->bytes > SIDECAR_MAX ? NULL : malloc(SIDECAR_MAX);
	size = text == NULL ? -1 : pread(found->fd, text, SIDECAR_MAX, 0);
	if (size < 0 || !dtap_json_is_object(text, (size_t)size))
		type = "application/octet-stream";
	free(text);
	return type;
}

static void
write_headers(char *out, size_t room,
	      const struct dtap_file_request *file_request,
	      const struct found *found, const char *content_range)
{
	snprintf(out, room,
		 "Accept-Ranges: bytes\r\n"
		 "ETag: %s\r\n"
		 "Last-Modified: %s\r\n"
		 "Cache-Control: private, no-cache\r\n"
		 "Content-Disposition: %s; filename=\"%s\"\r\n"
		 "%s",
		 found->etag, found->modified,
		 found->name.kind == DTAP_FILE_SIDECAR ? "inline"
						       : "attachment",
		 file_request->word, content_range);
}

static bool
answer_range(const struct dtap_file_request *file_request,
	     struct dtap_response *response, const struct found *found)
{
	static const int statuses[] = {[DTAP_RANGE_WHOLE] = 200,
				       [DTAP_RANGE_PART] = 206,
				       [DTAP_RANGE_NONE] = 416};
	bool known = is_known(&file_request->request, found);
	char headers[512], content_range[96] = "";
	struct dtap_range range;
	enum dtap_range_verdict verdict =
		range_of(&file_request->request, found, &range);
	struct dtap_reply reply = {.type = type_of(found), .headers = headers};

	if (!known && verdict == DTAP_RANGE_PART)
		snprintf(content_range, sizeof content_range,
			 "Content-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64
			 "\r\n",
			 range.first, range.first + range.size - 1,
			 found->bytes);
	else if (!known && verdict == DTAP_RANGE_NONE)
		snprintf(content_range, sizeof content_range,
			 "Content-Range: bytes */%" PRIu64 "\r\n",
			 found->bytes);
	write_headers(headers, sizeof headers, file_request, found,
		      content_range);
	reply.status = known ? 304 : statuses[verdict];
	reply.elsewhere = verdict == DTAP_RANGE_NONE ? 0 : range.size;
	if (reply.status == 200 || reply.status == 206) {
		response->at = (off_t)range.first;
		if (file_request->request.method != DTAP_HEAD)
			response->left = range.size;
	}
	return dtap_file_answer(file_request, response, &reply);
}

/* The head of a body that is decompressed while it is sent. */
static bool
answer_chunks(const struct dtap_file_request *file_request,
	      struct dtap_response *response,
	      const struct dtap_capture_name *name)
{
	enum dtap_file_kind kind = dtap_decompressed_kind(name->kind);
	char headers[256], plain[DTAP_CAPTURE_NAME_ROOM];
	const struct dtap_reply reply = {
		.status = 200,
		.type = dtap_capture_name_type(kind),
		.headers = headers,
		.unsized = true,
	};

	dtap_capture_name_write_as(name, kind, name->part, plain);
	snprintf(headers, sizeof headers,
		 "Cache-Control: no-store\r\n"
		 "Content-Disposition: attachment; filename=\"%s\"\r\n",
		 plain);
	return dtap_file_answer(file_request, response, &reply);
}

static bool
answer_decompressed(const struct dtap_file_request *file_request,
		    struct dtap_response *response, const struct found *found)
{
	const struct dtap_decompressed_options options = {
		.kind = found->name.kind,
		.name = file_request->word,
		.bytes = found->bytes,
		.chunked = !file_request->request.http10,
		.log = file_request->service->log,
	};

	response->more = dtap_decompressed_new(found->fd, &options);
	if (response->more == NULL)
		return errno == ENOTSUP &&
		       dtap_file_answer_text(
			       file_request, response, 501,
			       "This diagtapd was built without zstd: "
			       "it cannot decompress the capture.\n");
	if (file_request->request.method == DTAP_HEAD) {
		response->more->free(response->more);
		response->more = NULL;
	}
	return answer_chunks(file_request, response, &found->name);
}

bool
dtap_archive_file_query(const char *query, bool *decompress)
{
	*decompress = strcmp(query, "compression=none") == 0;
	return *decompress || query[0] == '\0';
}

bool
dtap_archive_fetch(const struct dtap_file_request *file_request,
		   struct dtap_response *response)
{
	struct found found;
	bool decompress;

	dtap_archive_file_query(file_request->request.query, &decompress);
	if (open_capture(file_request, &found) < 0)
		return refuse(file_request, response);
	if (decompress &&
	    dtap_decompressed_kind(found.name.kind) != found.name.kind)
		return answer_decompressed(file_request, response, &found);
	response->file = found.fd;
	if (look(&found) < 0)
		return refuse(file_request, response);
	return answer_range(file_request, response, &found);
}

bool
dtap_archive_delete(const struct dtap_file_request *file_request,
		    struct dtap_response *response)
{
	const struct dtap_service *service = file_request->service;
	int error = ENOENT;

	for (size_t i = 0; i < service->tap_count; i++) {
		if (service->taps[i].archive == NULL)
			continue;
		if (dtap_catalogue_remove(service->taps[i].archive,
					  file_request->word) == 0) {
			dtap_log(service->log, DTAP_NOTICE,
				 "archive: %s was deleted over HTTP",
				 file_request->word);
			return dtap_file_answer_text(file_request, response,
						     200, "Deleted.\n");
		}
		error = errno == ENOENT ? error : errno;
	}
	errno = error;
	return refuse(file_request, response);
}

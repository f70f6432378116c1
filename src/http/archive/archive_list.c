/* SPDX-License-Identifier: MIT */
#include "http/archive/archive_api.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/catalogue.h"
#include "base/json.h"
#include "http/reply.h"

#define LIMIT     1000
#define LIMIT_MAX 65536
#define SIDE_MAX  65536 /* bytes */

/* The captures of one archive on their way into the list. */
struct listing {
	FILE *out;
	struct dtap_archive *archive;
	const char *separator;
	uint64_t count, left_out; /* seen; the oldest, not written */
};

bool
dtap_archive_list_query(const char *query, unsigned *limit)
{
	*limit = LIMIT;
	if (query[0] == '\0')
		return true;
	if (strncmp(query, "limit=", 6) != 0)
		return false;
	query += 6;
	*limit = 0;
	if (*query == '\0' || strlen(query) > 5)
		return false;
	for (; *query >= '0' && *query <= '9'; query++)
		*limit = *limit * 10 + (unsigned)(*query - '0');
	return *query == '\0' && *limit <= LIMIT_MAX;
}

static void
count(void *arg, const struct dtap_catalogue_entry *entry)
{
	struct listing *listing = arg;

	(void)entry;
	listing->count++;
}

/* As it is, or null where it is not what the archive writes. */
static void
put_side(struct listing *listing, const char *name)
{
	uint64_t bytes = 0;
	bool growing;
	int fd = name == NULL ? -1
			      : dtap_catalogue_open(listing->archive, name,
						    &bytes, &growing);
	char *text = fd < 0 || bytes > SIDE_MAX ? NULL : malloc(SIDE_MAX);
	ssize_t size = text == NULL ? -1 : pread(fd, text, (size_t)bytes, 0);

	while (size > 0 && text[size - 1] == '\n')
		size--;
	if (size > 1 && text[0] == '{' && text[size - 1] == '}')
		fwrite(text, 1, (size_t)size, listing->out);
	else
		fputs("null", listing->out);
	free(text);
	if (fd >= 0)
		close(fd);
}

static const char *
compression_of(const char *name)
{
	size_t size = strlen(name);

	if (size > 3 && strcmp(name + size - 3, ".gz") == 0)
		return "gzip";
	return size > 4 && strcmp(name + size - 4, ".zst") == 0 ? "zstd"
								: "none";
}

static void
put_capture(void *arg, const struct dtap_catalogue_entry *entry)
{
	struct listing *listing = arg;
	FILE *out = listing->out;

	if (listing->count++ < listing->left_out)
		return;
	fprintf(out, "%s\n      {\"name\": ", listing->separator);
	listing->separator = ",";
	dtap_json_string(out, entry->name);
	fprintf(out,
		", \"bytes\": %" PRIu64 ", \"growing\": %s, \"uploaded\": %s, "
		"\"compression\": \"%s\", \"begun_s\": %" PRId64
		", \"modified_s\": %" PRId64 ", \"side\": ",
		entry->bytes, entry->growing ? "true" : "false",
		entry->uploaded ? "true" : "false", compression_of(entry->name),
		entry->begun, entry->modified);
	put_side(listing, entry->side);
	fputc('}', out);
}

static void
put_archive(FILE *out, struct dtap_archive *archive, unsigned limit)
{
	struct listing listing = {out, archive, "", 0, 0};
	struct dtap_archive_status status;
	int result;

	dtap_archive_status(archive, &status);
	result = dtap_catalogue_list(archive, count, &listing);
	if (listing.count > limit)
		listing.left_out = listing.count - limit;
	fprintf(out, "    {\"tap\": \"%s\", \"state\": \"%s\", \"why\": ",
		dtap_archive_tap(archive),
		dtap_archive_state_name(status.state));
	dtap_json_string(out, result < 0 ? strerror(errno) : status.why);
	fprintf(out, ", \"left_out\": %" PRIu64 ", \"captures\": [",
		listing.left_out);
	listing.count = 0;
	if (result == 0 && limit > 0)
		dtap_catalogue_list(archive, put_capture, &listing);
	fputs("]}", out);
}

bool
dtap_archive_list(const struct dtap_file_request *file_request,
		  struct dtap_response *response)
{
	const struct dtap_service *service = file_request->service;
	struct dtap_reply reply = {
		.status = 200,
		.type = "application/json",
		.headers = "Cache-Control: no-store\r\n",
	};
	const char *separator = "";
	unsigned limit;
	char *json;
	FILE *out = open_memstream(&json, &reply.size);

	if (out == NULL)
		return false;
	dtap_archive_list_query(file_request->request.query, &limit);
	fputs("{\"archives\": [", out);
	for (size_t i = 0; i < service->tap_count; i++) {
		if (service->taps[i].archive == NULL)
			continue;
		fprintf(out, "%s\n", separator);
		put_archive(out, service->taps[i].archive, limit);
		separator = ",";
	}
	fputs("]}\n", out);
	if (fclose(out) != 0)
		return false;
	reply.body = json;
	response->text = dtap_reply_write(&file_request->request, &reply,
					  &response->size);
	free(json);
	return response->text != NULL;
}

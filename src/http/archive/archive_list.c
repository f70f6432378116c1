/* SPDX-License-Identifier: MIT */
#include "http/archive/archive_api.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/catalogue.h"
#include "base/json.h"
#include "http/reply.h"

#define LIMIT     1000
#define LIMIT_MAX 65536

/* The captures of one archive on their way into the list. */
struct listing {
	FILE *out;
	const char *separator;
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
	if (entry->facts != NULL)
		fwrite(entry->facts, 1, entry->facts_size, out);
	else
		fputs("null", out);
	fputc('}', out);
}

static void
put_archive(FILE *out, struct dtap_archive *archive, unsigned limit)
{
	const struct dtap_catalogue_page page = {.most = limit};
	struct listing listing = {out, ""};
	struct dtap_archive_status status;
	uint64_t left_out = 0;
	const char *why;

	dtap_archive_status(archive, &status);
	fprintf(out, "    {\"tap\": \"%s\", \"state\": \"%s\", \"captures\": [",
		dtap_archive_tap(archive),
		dtap_archive_state_name(status.state));
	why = dtap_catalogue_list(archive, &page, put_capture, &listing,
				  &left_out) < 0
		      ? strerror(errno)
		      : status.why;
	fprintf(out, "], \"left_out\": %" PRIu64 ", \"why\": ", left_out);
	dtap_json_string(out, why);
	fputs("}", out);
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

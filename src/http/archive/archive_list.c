/* SPDX-License-Identifier: MIT */
#include "http/archive/archive_api.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/catalogue.h"
#include "base/json.h"
#include "http/archive/http_chunk.h"
#include "http/reply.h"

#define LIMIT     1000
#define LIMIT_MAX 65536

#define STEP 16 /* captures in a piece */

/* Where in the list the next piece begins. */
enum place { BEGIN, CAPTURES, END, OVER };

/* The list, made in pieces: it is never in memory as a whole. */
struct listing {
	struct dtap_text_source source; /* first */
	const struct dtap_service *service;
	unsigned limit;
	bool chunked;
	enum place place;
	size_t tap;       /* whose captures are listed */
	bool any_archive; /* at least one archive was listed */

	struct dtap_catalogue_walk walk;
	uint64_t left_out;
	int error; /* the directory cannot be read */
	FILE *out; /* the piece that is made */
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
	bool whole;

	fprintf(out, "%s\n      {\"name\": ", listing->separator);
	listing->separator = ",";
	dtap_json_string(out, entry->name);
	fprintf(out,
		", \"bytes\": %" PRIu64 ", \"growing\": %s, \"uploaded\": %s, "
		"\"compression\": \"%s\", \"begun_s\": %" PRId64
		", \"modified_s\": %" PRId64 ", \"sidecar\": ",
		entry->bytes, entry->growing ? "true" : "false",
		entry->uploaded ? "true" : "false", compression_of(entry->name),
		entry->begun, entry->modified);
	whole = entry->facts != NULL &&
		dtap_json_is_object(entry->facts, entry->facts_size);
	if (whole)
		fwrite(entry->facts, 1, entry->facts_size, out);
	else
		fputs("null", out);
	fprintf(out, ", \"sidecar_damaged\": %s",
		whole || entry->growing ? "false" : "true");
	fputc('}', out);
}

/* The next tap with an archive, from this one on; false: there is none. */
static bool
find_archive(struct listing *listing, size_t from)
{
	const struct dtap_service *service = listing->service;

	for (listing->tap = from; listing->tap < service->tap_count;
	     listing->tap++)
		if (service->taps[listing->tap].archive != NULL)
			return true;
	return false;
}

static struct dtap_archive *
archive_of(const struct listing *listing)
{
	return listing->service->taps[listing->tap].archive;
}

static void
begin_archive(struct listing *listing)
{
	struct dtap_archive *archive = archive_of(listing);
	struct dtap_archive_status status;

	dtap_archive_status(archive, &status);
	fprintf(listing->out, "%s\n    {\"tap\": \"%s\", \"state\": \"%s\", ",
		listing->any_archive ? "," : "", dtap_archive_tap(archive),
		dtap_archive_state_name(status.state));
	fputs("\"captures\": [", listing->out);
	listing->any_archive = true;
	listing->separator = "";
	listing->error = 0;
	if (dtap_catalogue_begin(&listing->walk, archive, listing->limit,
				 &listing->left_out) < 0) {
		listing->error = errno;
		listing->walk.over = true;
	}
	listing->place = CAPTURES;
}

/* Ends the list of captures, and begins the next archive. */
static void
end_archive(struct listing *listing)
{
	struct dtap_archive_status status;

	dtap_archive_status(archive_of(listing), &status);
	fprintf(listing->out,
		"], \"left_out\": %" PRIu64 ", \"why\": ", listing->left_out);
	dtap_json_string(listing->out, listing->error != 0
					       ? strerror(listing->error)
					       : status.why);
	fputc('}', listing->out);
	if (find_archive(listing, listing->tap + 1))
		begin_archive(listing);
	else
		listing->place = END;
}

static void
put_captures(struct listing *listing)
{
	if (listing->walk.over) {
		end_archive(listing);
		return;
	}
	if (dtap_catalogue_step(&listing->walk, archive_of(listing), STEP,
				put_capture, listing) < 0) {
		listing->error = errno;
		listing->walk.over = true;
	}
}

static void
put_piece(struct listing *listing)
{
	switch (listing->place) {
	case BEGIN:
		fputs("{\"archives\": [", listing->out);
		if (find_archive(listing, 0))
			begin_archive(listing);
		else
			listing->place = END;
		break;
	case CAPTURES:
		put_captures(listing);
		break;
	default:
		fputs("]}\n", listing->out);
		listing->place = OVER;
	}
}

static bool
next(struct dtap_text_source *source, char **text, size_t *size)
{
	struct listing *listing = (struct listing *)source;

	*text = NULL;
	if (listing->place == OVER)
		return true;
	listing->out = open_memstream(text, size);
	if (listing->out == NULL)
		return false;
	put_piece(listing);
	if (fclose(listing->out) == 0 &&
	    (!listing->chunked ||
	     dtap_http_chunk(text, size, listing->place == OVER)))
		return true;
	free(*text);
	return false;
}

static void
free_listing(struct dtap_text_source *source)
{
	free(source);
}

bool
dtap_archive_list(const struct dtap_file_request *file_request,
		  struct dtap_response *response)
{
	const struct dtap_request *request = &file_request->request;
	const struct dtap_reply reply = {
		.status = 200,
		.type = "application/json",
		.headers = "Cache-Control: no-store\r\n",
		.unsized = true,
	};
	struct listing *listing = calloc(1, sizeof *listing);

	if (listing == NULL)
		return false;
	listing->source = (struct dtap_text_source){next, free_listing};
	listing->service = file_request->service;
	listing->chunked = !request->http10;
	dtap_archive_list_query(request->query, &listing->limit);
	response->text = dtap_reply_write(request, &reply, &response->size);
	if (request->method == DTAP_HEAD)
		free(listing);
	else
		response->more = &listing->source;
	return response->text != NULL;
}

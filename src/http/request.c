/* SPDX-License-Identifier: MIT */
#include "http/request.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

/* What is allowed of a header, and where its value goes. */
enum rule {
	ONCE,     /* a second one is refused */
	LIST,     /* several are joined by commas (RFC 9110, 5.3) */
	PRESENCE, /* only whether it is there */
};

enum {
	HOST,
	ORIGIN,
	CONTENT_LENGTH,
	TRANSFER_ENCODING,
	BY_SCRIPT,
	EXPECT,
	OTHERS
};

/* Values that the request does not keep. */
struct scratch {
	struct dtap_request *request;
	char length[32], expect[32];
	uint32_t seen; /* a bit for each row of the table */
};

struct header {
	const char *name;
	enum rule rule;
	char *value;
	size_t room;
};

#define HEADERS 20

/* The table: rows below OTHERS have the place that is their name. */
static size_t
make_table(struct header table[HEADERS], struct scratch *s)
{
	struct dtap_request *r = s->request;
	const struct header rows[] = {
#define ROW(name, rule, field) {name, rule, field, sizeof(field)}
		[HOST] = ROW("Host", ONCE, r->host),
		[ORIGIN] = ROW("Origin", ONCE, r->origin),
		[CONTENT_LENGTH] = ROW("Content-Length", ONCE, s->length),
		[TRANSFER_ENCODING] = {"Transfer-Encoding", PRESENCE, NULL, 0},
		[BY_SCRIPT] = {"X-Requested-With", PRESENCE, NULL, 0},
		[EXPECT] = ROW("Expect", LIST, s->expect),
		[OTHERS] = ROW("Authorization", ONCE, r->authorization),
		ROW("If-None-Match", LIST, r->if_none_match),
		ROW("If-Modified-Since", ONCE, r->if_modified_since),
		ROW("Range", ONCE, r->range),
		ROW("If-Range", ONCE, r->if_range),
		ROW("Accept", LIST, r->accept),
		ROW("Accept-Encoding", LIST, r->accept_encoding),
		ROW("Connection", LIST, r->connection),
		ROW("Upgrade", LIST, r->upgrade),
		ROW("Sec-WebSocket-Version", ONCE, r->ws_version),
		ROW("Sec-WebSocket-Key", ONCE, r->ws_key),
		ROW("Sec-WebSocket-Protocol", LIST, r->ws_protocols),
#undef ROW
	};
	const size_t count = sizeof rows / sizeof *rows;

	_Static_assert(sizeof rows / sizeof *rows <= HEADERS, "a larger table");
	memcpy(table, rows, sizeof rows);
	return count;
}

size_t
dtap_request_empty_lines(const char *text, size_t size)
{
	size_t count = 0;

	while (count < size && (text[count] == '\r' || text[count] == '\n'))
		count++;
	return count;
}

size_t
dtap_request_head_size(const char *text, size_t size)
{
	const char *end = text + size, *at = text;

	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		at++;
		if (at < end && *at == '\n')
			return (size_t)(at + 1 - text);
		if (end - at > 1 && at[0] == '\r' && at[1] == '\n')
			return (size_t)(at + 2 - text);
	}
	return 0;
}

/* The next line, without its end; false: there is none. */
static bool
take_line(struct dtap_span *rest, struct dtap_span *line)
{
	const char *end = memchr(rest->text, '\n', rest->size);

	if (end == NULL)
		return false;
	*line = (struct dtap_span){rest->text, (size_t)(end - rest->text)};
	rest->text += line->size + 1;
	rest->size -= line->size + 1;
	if (line->size > 0 && line->text[line->size - 1] == '\r')
		line->size--;
	return true;
}

/* A CR inside a line, NUL and the like make a request ambiguous. */
static bool
has_control_bytes(const struct dtap_span *line)
{
	for (size_t i = 0; i < line->size; i++) {
		unsigned char c = (unsigned char)line->text[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

/* NAME ":" VALUE, spaces around the value left out; false: it is no header. */
static bool
split_header(const struct dtap_span *line, struct dtap_span *name,
	     struct dtap_span *value)
{
	const char *colon = memchr(line->text, ':', line->size);

	if (colon == NULL || colon == line->text)
		return false;
	*name = (struct dtap_span){line->text, (size_t)(colon - line->text)};
	*value = (struct dtap_span){colon + 1, line->size - name->size - 1};
	for (size_t i = 0; i < name->size; i++)
		if (!dtap_request_is_token(name->text[i]))
			return false;
	while (value->size > 0 && strchr(" \t", value->text[0]) != NULL) {
		value->text++;
		value->size--;
	}
	while (value->size > 0 &&
	       strchr(" \t", value->text[value->size - 1]) != NULL)
		value->size--;
	return true;
}

/* Keeps the value, behind those before it.  0, 400 or 431. */
static int
keep(const struct header *header, bool seen, const struct dtap_span *value,
     const char **why)
{
	size_t used, comma = seen ? strlen(", ") : 0;

	if (header->rule == PRESENCE)
		return 0;
	if (seen && header->rule == ONCE) {
		*why = "A header is repeated that must be sent once.";
		return 400;
	}
	used = seen ? strlen(header->value) : 0;
	if (used + comma + value->size >= header->room) {
		*why = "A header is too long.";
		return 431;
	}
	memcpy(header->value + used, ", ", comma);
	used += comma;
	memcpy(header->value + used, value->text, value->size);
	header->value[used + value->size] = '\0';
	return 0;
}

static int
read_header(struct scratch *scratch, const struct header *table, size_t count,
	    const struct dtap_span *line, const char **why)
{
	struct dtap_span name, value;

	if (has_control_bytes(line) || !split_header(line, &name, &value)) {
		*why = "A header must be NAME: VALUE on one line.";
		return 400;
	}
	for (size_t i = 0; i < count; i++) {
		bool seen = (scratch->seen & 1U << i) != 0;

		if (strlen(table[i].name) != name.size ||
		    strncasecmp(table[i].name, name.text, name.size) != 0)
			continue;
		scratch->seen |= 1U << i;
		return keep(&table[i], seen, &value, why);
	}
	return 0;
}

static bool
was_seen(const struct scratch *scratch, unsigned header)
{
	return (scratch->seen & 1U << header) != 0;
}

/* "4096"; false: it is no number. */
static bool
read_length(struct dtap_request *request, const char *text)
{
	size_t digits = strspn(text, "0123456789"), size = 0;

	if (digits == 0 || text[digits] != '\0')
		return false;
	for (; *text != '\0' && size <= DTAP_REQUEST_BODY_MAX; text++)
		size = size * 10 + (size_t)(*text - '0');
	request->body_size = size;
	request->announced = size <= DTAP_REQUEST_BODY_MAX
				     ? DTAP_REQUEST_BODY_SIZED
				     : DTAP_REQUEST_BODY_TOO_LARGE;
	return true;
}

/* After a body that is not read the next request cannot be found. */
static void
decide_last(struct dtap_request *request)
{
	bool reads_body = request->method == DTAP_POST;

	request->last =
		request->http10 || request->method == DTAP_OTHER_METHOD ||
		request->upgrade[0] != '\0' ||
		dtap_request_has_word(request->connection, "close") ||
		request->announced != (reads_body ? DTAP_REQUEST_BODY_SIZED
						  : DTAP_REQUEST_BODY_NONE);
}

/* What the headers mean together.  0 or 400. */
static int
conclude(struct dtap_request *request, const struct scratch *scratch,
	 const char *target_host, const char **why)
{
	request->has_host = was_seen(scratch, HOST);
	request->has_origin = was_seen(scratch, ORIGIN);
	request->by_script = was_seen(scratch, BY_SCRIPT);
	if (request->has_host ? request->host[0] == '\0' : !request->http10) {
		*why = "HTTP/1.1 needs a Host header.";
		return 400;
	}
	if (target_host[0] != '\0') {
		request->has_host = true;
		strcpy(request->host, target_host);
	}
	if (was_seen(scratch, CONTENT_LENGTH) &&
	    !read_length(request, scratch->length)) {
		*why = "Content-Length must be one number.";
		return 400;
	}
	if (was_seen(scratch, TRANSFER_ENCODING))
		request->announced = DTAP_REQUEST_BODY_CHUNKED;
	request->expects =
		dtap_request_has_word(scratch->expect, "100-continue");
	decide_last(request);
	return 0;
}

/* All headers of the rest of the head. */
static int
read_headers(struct dtap_request *request, struct dtap_span *rest,
	     const char **why)
{
	struct scratch scratch = {.request = request};
	char target_host[sizeof request->host];
	struct header table[HEADERS];
	size_t count = make_table(table, &scratch);
	struct dtap_span line;

	strcpy(target_host, request->host);
	request->host[0] = '\0';
	while (take_line(rest, &line) && line.size > 0) {
		int status = read_header(&scratch, table, count, &line, why);

		if (status != 0)
			return status;
	}
	return conclude(request, &scratch, target_host, why);
}

void
dtap_request_reset(struct dtap_request *request)
{
	enum dtap_arrival arrival = request->arrival;
	char local[sizeof request->local];

	memcpy(local, request->local, sizeof local);
	memset(request, 0, sizeof *request);
	memcpy(request->local, local, sizeof local);
	request->arrival = arrival;
	request->last = true;
}

/* What the first line says.  0, or the status to refuse it with. */
static int
read_line(struct dtap_request *request, const struct dtap_span *text,
	  const char **why)
{
	struct dtap_request_line line;
	int status = dtap_request_line_read(&line, text->text, text->size, why);

	request->method = line.method;
	request->http10 = line.http10;
	request->asterisk = line.asterisk;
	if (status == 0 && line.host.size >= sizeof request->host) {
		*why = "The request target is too long.";
		return 414;
	}
	if (status != 0)
		return status;
	memcpy(request->host, line.host.text, line.host.size);
	request->host[line.host.size] = '\0';
	status = dtap_request_line_decode(request->path, sizeof request->path,
					  &line.path, why);
	return status != 0 ? status
			   : dtap_request_line_decode(request->query,
						      sizeof request->query,
						      &line.query, why);
}

int
dtap_request_read(struct dtap_request *request, const char *head, size_t size,
		  const char **why)
{
	struct dtap_span rest = {head, size}, line = {"", 0};
	int status;

	dtap_request_reset(request);
	take_line(&rest, &line);
	if (has_control_bytes(&line)) {
		*why = "The first line has control characters.";
		return 400;
	}
	status = read_line(request, &line, why);
	return status != 0 ? status : read_headers(request, &rest, why);
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

bool
dtap_request_has_word(const char *list, const char *wanted)
{
	struct dtap_word word;

	while (dtap_request_next_word(&list, &word))
		if (word.size == strlen(wanted) &&
		    strncasecmp(word.text, wanted, word.size) == 0)
			return true;
	return false;
}

/* Both kinds of tag count alike here (RFC 9110, 8.8.3.2). */
static struct dtap_word
without_weakness(struct dtap_word tag)
{
	if (tag.size > 2 && memcmp(tag.text, "W/", 2) == 0) {
		tag.text += 2;
		tag.size -= 2;
	}
	return tag;
}

bool
dtap_request_knows_etag(const struct dtap_request *request, const char *etag)
{
	struct dtap_word ours =
		without_weakness((struct dtap_word){etag, strlen(etag)});
	const char *list = request->if_none_match;
	struct dtap_word word;

	while (dtap_request_next_word(&list, &word)) {
		struct dtap_word tag = without_weakness(word);

		if (word.size == 1 && word.text[0] == '*')
			return true;
		if (tag.size == ours.size &&
		    memcmp(tag.text, ours.text, tag.size) == 0)
			return true;
	}
	return false;
}

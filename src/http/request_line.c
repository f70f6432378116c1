/* SPDX-License-Identifier: MIT */
#include "http/request_line.h"

#include <string.h>
#include <strings.h>

#define BAD_LINE    "The first line must be METHOD TARGET HTTP/1.1."
#define BAD_TARGET  "The request target must be /PATH or http://HOST/PATH."
#define BAD_ESCAPE  "The request target has an invalid escape (%XX)."
#define LONG_TARGET "The request target is too long."

struct span {
	const char *text;
	size_t size;
};

bool
dtap_request_is_token(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes the escapes out.  0, 400 or 414. */
static int
decode(char *out, size_t room, const struct span *in, const char **why)
{
	size_t used = 0;

	for (size_t i = 0; i < in->size; i++) {
		int byte = (unsigned char)in->text[i];

		if (byte == '%') {
			int high = i + 2 < in->size ? digit_of(in->text[i + 1])
						    : -1;
			int low = high < 0 ? -1 : digit_of(in->text[i + 2]);

			byte = low < 0 ? -1 : high * 16 + low;
			i += 2;
		}
		if (byte < ' ' || byte == 0x7f) {
			*why = BAD_ESCAPE;
			return 400;
		}
		if (used + 1 >= room) {
			*why = LONG_TARGET;
			return 414;
		}
		out[used++] = (char)byte;
	}
	out[used] = '\0';
	return 0;
}

static enum dtap_method
method_of(const struct span *name)
{
	static const char *const names[] = {[DTAP_GET] = "GET",
					    [DTAP_HEAD] = "HEAD",
					    [DTAP_POST] = "POST",
					    [DTAP_DELETE] = "DELETE"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == name->size &&
		    memcmp(names[i], name->text, name->size) == 0)
			return (enum dtap_method)i;
	return DTAP_OTHER_METHOD;
}

/* HTTP/1.1, and what may come of 1.x, is answered alike (RFC 9110, 2.5). */
static int
read_version(struct dtap_request *request, const struct span *version,
	     const char **why)
{
	const char *text = version->text;

	if (version->size != 8 || memcmp(text, "HTTP/", 5) != 0 ||
	    text[6] != '.' || text[5] < '0' || text[5] > '9' || text[7] < '0' ||
	    text[7] > '9') {
		*why = BAD_LINE;
		return 400;
	}
	request->http10 = text[5] == '1' && text[7] == '0';
	if (text[5] == '1')
		return 0;
	*why = "This server speaks HTTP/1.1 and HTTP/1.0.";
	return 505;
}

static int
read_path(struct dtap_request *request, const struct span *target,
	  const char **why)
{
	const char *mark = memchr(target->text, '?', target->size);
	struct span path = *target, query = {"", 0};
	int status;

	if (mark != NULL) {
		path.size = (size_t)(mark - target->text);
		query.text = mark + 1;
		query.size = target->size - path.size - 1;
	}
	status = decode(request->path, sizeof request->path, &path, why);
	if (status != 0)
		return status;
	return decode(request->query, sizeof request->query, &query, why);
}

/* The bytes of "http://" that the target begins with; 0: it does not. */
static size_t
scheme_size(const struct span *target)
{
	static const char *const schemes[] = {"http://", "https://"};

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t size = strlen(schemes[i]);

		if (target->size > size &&
		    strncasecmp(target->text, schemes[i], size) == 0)
			return size;
	}
	return 0;
}

static int
read_absolute(struct dtap_request *request, const struct span *target,
	      size_t scheme, const char **why)
{
	const char *text = target->text + scheme;
	size_t left = target->size - scheme, host = 0;
	struct span path = {"/", 1};

	while (host < left && strchr("/?", text[host]) == NULL)
		host++;
	if (host == 0 || memchr(text, '@', host) != NULL) {
		*why = BAD_TARGET;
		return 400;
	}
	if (host >= sizeof request->host) {
		*why = LONG_TARGET;
		return 414;
	}
	memcpy(request->host, text, host);
	request->host[host] = '\0';
	if (host == left)
		return read_path(request, &path, why);
	path = (struct span){text + host, left - host};
	if (path.text[0] == '/')
		return read_path(request, &path, why);
	/* "http://HOST?QUERY" has the path "/". */
	strcpy(request->path, "/");
	path.text++;
	path.size--;
	return decode(request->query, sizeof request->query, &path, why);
}

static int
read_target(struct dtap_request *request, const struct span *target,
	    bool is_options, const char **why)
{
	size_t scheme = scheme_size(target);

	if (memchr(target->text, '#', target->size) == NULL) {
		if (target->text[0] == '/')
			return read_path(request, target, why);
		if (scheme > 0)
			return read_absolute(request, target, scheme, why);
		request->asterisk = is_options && target->size == 1 &&
				    target->text[0] == '*';
		if (request->asterisk)
			return 0;
	}
	*why = BAD_TARGET;
	return 400;
}

/* The bytes up to a space, and it is passed over; false: there is none. */
static bool
take_word(struct span *rest, struct span *word)
{
	const char *space = memchr(rest->text, ' ', rest->size);

	if (space == NULL || space == rest->text)
		return false;
	*word = (struct span){rest->text, (size_t)(space - rest->text)};
	rest->text = space + 1;
	rest->size -= word->size + 1;
	return true;
}

static bool
is_word(const struct span *word)
{
	for (size_t i = 0; i < word->size; i++)
		if (!dtap_request_is_token(word->text[i]))
			return false;
	return true;
}

int
dtap_request_line_read(struct dtap_request *request, const char *line,
		       size_t size, const char **why)
{
	struct span rest = {line, size}, method, target;
	int status;

	*why = BAD_LINE;
	if (!take_word(&rest, &method) || !is_word(&method) ||
	    !take_word(&rest, &target))
		return 400;
	request->method = method_of(&method);
	status = read_version(request, &rest, why);
	if (status != 0)
		return status;
	return read_target(request, &target,
			   method.size == 7 &&
				   memcmp(method.text, "OPTIONS", 7) == 0,
			   why);
}

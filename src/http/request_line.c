/* SPDX-License-Identifier: MIT */
#include "http/request_line.h"

#include <string.h>
#include <strings.h>

#define BAD_LINE    "The first line must be METHOD TARGET HTTP/1.1."
#define BAD_TARGET  "The request target must be /PATH or http://HOST/PATH."
#define BAD_ESCAPE  "The request target has an invalid escape (%XX)."
#define LONG_TARGET "The request target is too long."

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

int
dtap_request_line_decode(char *out, size_t room, const struct dtap_span *in,
			 const char **why)
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
method_of(const struct dtap_span *name)
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
read_version(struct dtap_request_line *line, const struct dtap_span *version,
	     const char **why)
{
	const char *text = version->text;

	if (version->size != 8 || memcmp(text, "HTTP/", 5) != 0 ||
	    text[6] != '.' || text[5] < '0' || text[5] > '9' || text[7] < '0' ||
	    text[7] > '9') {
		*why = BAD_LINE;
		return 400;
	}
	line->http10 = text[5] == '1' && text[7] == '0';
	if (text[5] == '1')
		return 0;
	*why = "This server speaks HTTP/1.1 and HTTP/1.0.";
	return 505;
}

static void
split_path(struct dtap_request_line *line, const struct dtap_span *target)
{
	const char *mark = memchr(target->text, '?', target->size);

	line->path = *target;
	if (mark == NULL)
		return;
	line->path.size = (size_t)(mark - target->text);
	line->query.text = mark + 1;
	line->query.size = target->size - line->path.size - 1;
}

/* The bytes of "http://" that the target begins with; 0: it does not. */
static size_t
scheme_size(const struct dtap_span *target)
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

/* False: there is no host, or a user before it. */
static bool
read_absolute(struct dtap_request_line *line, const struct dtap_span *target,
	      size_t scheme)
{
	struct dtap_span rest = {target->text + scheme, target->size - scheme};
	size_t host = 0;

	while (host < rest.size && rest.text[host] != '/' &&
	       rest.text[host] != '?')
		host++;
	line->host = (struct dtap_span){rest.text, host};
	if (host == 0 || memchr(rest.text, '@', host) != NULL)
		return false;
	rest.text += host;
	rest.size -= host;
	split_path(line, &rest);
	if (line->path.size == 0)
		line->path = (struct dtap_span){"/", 1};
	return true;
}

static bool
read_target(struct dtap_request_line *line, const struct dtap_span *target,
	    bool is_options)
{
	size_t scheme = scheme_size(target);

	if (memchr(target->text, '#', target->size) != NULL)
		return false;
	if (target->text[0] == '/') {
		split_path(line, target);
		return true;
	}
	if (scheme > 0)
		return read_absolute(line, target, scheme);
	line->asterisk =
		is_options && target->size == 1 && target->text[0] == '*';
	return line->asterisk;
}

/* The bytes up to a space, and it is passed over; false: there is none. */
static bool
take_word(struct dtap_span *rest, struct dtap_span *word)
{
	const char *space = memchr(rest->text, ' ', rest->size);

	if (space == NULL || space == rest->text)
		return false;
	*word = (struct dtap_span){rest->text, (size_t)(space - rest->text)};
	rest->text = space + 1;
	rest->size -= word->size + 1;
	return true;
}

static bool
is_word(const struct dtap_span *word)
{
	for (size_t i = 0; i < word->size; i++)
		if (!dtap_request_is_token(word->text[i]))
			return false;
	return true;
}

int
dtap_request_line_read(struct dtap_request_line *line, const char *text,
		       size_t size, const char **why)
{
	struct dtap_span rest = {text, size}, method, target;
	bool is_options;
	int status;

	memset(line, 0, sizeof *line);
	line->host.text = line->path.text = line->query.text = "";
	*why = BAD_LINE;
	if (!take_word(&rest, &method) || !is_word(&method) ||
	    !take_word(&rest, &target))
		return 400;
	is_options = method.size == 7 && memcmp(method.text, "OPTIONS", 7) == 0;
	line->method = method_of(&method);
	status = read_version(line, &rest, why);
	if (status != 0)
		return status;
	*why = BAD_TARGET;
	return read_target(line, &target, is_options) ? 0 : 400;
}

/* SPDX-License-Identifier: MIT */
#include "base/json_value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

static const char *
skip_space(const char *at, const char *end)
{
	while (at < end && strchr(" \t\r\n", *at) != NULL)
		at++;
	return at;
}

/* The end of a string that begins at `at`. */
static const char *
skip_string(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		at += *at == '\\';
	return at < end ? at + 1 : end;
}

/* The end of a value that begins at `at`. */
static const char *
skip_value(const char *at, const char *end)
{
	unsigned depth = 0;

	do {
		if (*at == '"') {
			at = skip_string(at, end);
			continue;
		}
		depth += *at == '{' || *at == '[';
		depth -= *at == '}' || *at == ']';
		at++;
	} while (at < end && (depth > 0 || strchr(",]} \t\r\n", *at) == NULL));
	return at;
}

bool
dtap_json_open(struct dtap_json *object, const char *text, size_t size)
{
	if (!dtap_json_is_object(text, size))
		return false;
	object->at = skip_space(text, text + size);
	object->end = skip_value(object->at, text + size);
	return true;
}

bool
dtap_json_next(struct dtap_json *walk, struct dtap_json *name,
	       struct dtap_json *value)
{
	const char *at = walk->at, *end = walk->end;

	/* Behind the '{', or behind the ',' after a member. */
	if (at >= end || (*at != '{' && *at != ','))
		return false;
	at = skip_space(at + 1, end);
	if (at >= end || *at != '"')
		return false;
	*name = (struct dtap_json){at, skip_string(at, end)};
	at = skip_space(name->end, end);
	at = skip_space(at + 1, end); /* the ':' */
	*value = (struct dtap_json){at, skip_value(at, end)};
	walk->at = skip_space(value->end, end);
	return true;
}

bool
dtap_json_next_item(struct dtap_json *walk, struct dtap_json *value)
{
	const char *at = walk->at, *end = walk->end;

	/* Behind the '[', or behind the ',' after an item. */
	if (at >= end || (*at != '[' && *at != ','))
		return false;
	at = skip_space(at + 1, end);
	if (at >= end || *at == ']')
		return false;
	*value = (struct dtap_json){at, skip_value(at, end)};
	walk->at = skip_space(value->end, end);
	return true;
}

bool
dtap_json_member(const struct dtap_json *object, const char *name,
		 struct dtap_json *value)
{
	struct dtap_json walk = *object, key;
	size_t size = strlen(name);

	if (walk.at >= walk.end || *walk.at != '{')
		return false;
	while (dtap_json_next(&walk, &key, value))
		if ((size_t)(key.end - key.at) == size + 2 &&
		    memcmp(key.at + 1, name, size) == 0)
			return true;
	return false;
}

bool
dtap_json_text(const struct dtap_json *value, char *out, size_t room)
{
	size_t size = (size_t)(value->end - value->at);

	if (size < 2 || *value->at != '"' || size - 2 >= room ||
	    memchr(value->at, '\\', size) != NULL)
		return false;
	memcpy(out, value->at + 1, size - 2);
	out[size - 2] = '\0';
	return true;
}

bool
dtap_json_integer(const struct dtap_json *value, int64_t *out)
{
	size_t size = (size_t)(value->end - value->at);
	char text[24], *end;

	if (size == 0 || size >= sizeof text)
		return false;
	memcpy(text, value->at, size);
	text[size] = '\0';
	if (strspn(text, "-0123456789") != size)
		return false;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return *end == '\0' && errno == 0;
}

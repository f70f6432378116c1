/* SPDX-License-Identifier: MIT */
/*
 * json_value.h - finds values in a JSON text (RFC 8259).
 *
 * A value is a part of the text, which outlives it; nothing is copied or
 * allocated.  dtap_json_open() checks the whole text first, so the other
 * functions only read what is valid.  Pure functions; any thread.
 */
#ifndef DTAP_JSON_VALUE_H
#define DTAP_JSON_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dtap_json {
	const char *at, *end;
};

/* False: the text is not one JSON object and nothing else. */
bool dtap_json_open(struct dtap_json *object, const char *text, size_t size);

/*
 * Walks an object: false at its end.  `walk` is a copy of the object at first.
 *
 *   for (walk = object; dtap_json_next(&walk, &name, &value);)
 */
bool dtap_json_next(struct dtap_json *walk, struct dtap_json *name,
		    struct dtap_json *value);

/* The same of an array: `walk` is a copy of the array at first. */
bool dtap_json_next_item(struct dtap_json *walk, struct dtap_json *value);

/* The first member of this name.  False: it is no object, or has none. */
bool dtap_json_member(const struct dtap_json *object, const char *name,
		      struct dtap_json *value);

/*
 * A string without its quotes.  False: it is none, has a '\' in it, or does not
 * fit with its NUL.
 */
bool dtap_json_text(const struct dtap_json *value, char *out, size_t room);

/* A whole number.  False: it is none, or not one of 64 bits. */
bool dtap_json_integer(const struct dtap_json *value, int64_t *out);

#endif

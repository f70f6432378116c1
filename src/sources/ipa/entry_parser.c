/* SPDX-License-Identifier: MIT */
#include "sources/ipa/entry_parser.h"

#include <stdlib.h>
#include <string.h>

#include "sources/ipa/header_detect.h"

/* After so many stray bytes a detected format is detected again. */
#define RESYNC_BYTES (256 * 1024)

struct dtap_entry_parser {
	const struct dtap_ipa_header_format *given, *format;
	bool in_sync, ended;
	size_t strayed; /* bytes since the entry boundaries were lost */

	/* data[begin..end) is held; no entry begins before `passed`. */
	uint8_t *data;
	size_t begin, passed, end, room;
};

struct dtap_entry_parser *
dtap_entry_parser_new(const struct dtap_ipa_header_format *format)
{
	struct dtap_entry_parser *parser = calloc(1, sizeof *parser);

	if (parser == NULL)
		return NULL;
	parser->given = format;
	dtap_entry_parser_clear(parser);
	return parser;
}

void
dtap_entry_parser_free(struct dtap_entry_parser *parser)
{
	if (parser != NULL)
		free(parser->data);
	free(parser);
}

void
dtap_entry_parser_clear(struct dtap_entry_parser *parser)
{
	parser->format = parser->given;
	parser->in_sync = parser->format != NULL;
	parser->ended = false;
	parser->strayed = 0;
	parser->begin = parser->passed = parser->end = 0;
}

uint8_t *
dtap_entry_parser_room(struct dtap_entry_parser *parser, size_t size)
{
	size_t held = parser->end - parser->begin;
	uint8_t *data = parser->data;

	if (held > 0 && parser->begin > 0)
		memmove(data, data + parser->begin, held);
	parser->passed -= parser->begin;
	parser->begin = 0;
	parser->end = held;
	if (parser->room - held < size) {
		data = realloc(data, held + size);
		if (data == NULL)
			return NULL;
		parser->data = data;
		parser->room = held + size;
	}
	return data + held;
}

void
dtap_entry_parser_add(struct dtap_entry_parser *parser, size_t size)
{
	parser->end += size;
}

void
dtap_entry_parser_end(struct dtap_entry_parser *parser)
{
	parser->ended = true;
}

/*
 * The size of the entry at `begin`; its shape is written.  0: its end has not
 * come yet, or no entry begins here (then in_sync is false).
 */
static size_t
find_entry(struct dtap_entry_parser *parser, struct dtap_shape *shape)
{
	const struct dtap_ipa_header_format *format = parser->format;
	const uint8_t *data = parser->data + parser->begin;
	size_t left = parser->end - parser->begin, size, packet;

	if (left < format->header)
		return 0;
	parser->in_sync = dtap_ipa_header_read(format, data, shape, &size);
	packet = size - shape->head - shape->tail;
	if (packet > 0 && left > format->header &&
	    !dtap_ipa_packet_may_be(format, data, data[format->header]))
		parser->in_sync = false;
	if (!parser->in_sync || left < size)
		return 0;
	shape->missing = dtap_ipa_packet_missing(data + format->header, packet);
	return size;
}

static void
resync(struct dtap_entry_parser *parser)
{
	parser->in_sync = false;
	parser->strayed = 0;
	parser->passed = parser->begin + 1;
}

/* Whether entries begin at `passed`. */
static enum dtap_ipa_header_found
check_passed(struct dtap_entry_parser *parser)
{
	const uint8_t *data = parser->data + parser->passed;
	size_t size = parser->end - parser->passed;
	const struct dtap_ipa_header_format *format;
	enum dtap_ipa_header_found found;

	/* The detection may have been wrong, or the device has changed. */
	if (parser->given == NULL && parser->strayed > RESYNC_BYTES)
		parser->format = NULL;
	if (parser->format != NULL)
		return dtap_ipa_header_check(parser->format, data, size,
					     parser->ended);
	found = dtap_ipa_header_detect(&format, data, size, parser->ended);
	if (found == DTAP_IPA_YES)
		parser->format = format;
	return found;
}

/* Moves on to where entries begin, or to where more bytes are needed. */
static void
pass_over(struct dtap_entry_parser *parser)
{
	while (parser->passed < parser->end &&
	       parser->passed - parser->begin < DTAP_IPA_ENTRY_MAX) {
		enum dtap_ipa_header_found found = check_passed(parser);

		parser->in_sync = found == DTAP_IPA_YES;
		if (found != DTAP_IPA_NO)
			return;
		parser->passed++;
	}
}

static void
give(struct dtap_entry_parser *parser, size_t size, const uint8_t **data)
{
	*data = parser->data + parser->begin;
	parser->begin += size;
	if (parser->passed < parser->begin)
		parser->passed = parser->begin;
}

static bool
next_entry(struct dtap_entry_parser *parser, const uint8_t **data, size_t *size,
	   struct dtap_shape *shape)
{
	*shape = (struct dtap_shape){0};
	*size = find_entry(parser, shape);
	if (*size > 0)
		give(parser, *size, data);
	else if (!parser->in_sync)
		resync(parser);
	return *size > 0;
}

/* If entries begin at once again, there are no stray bytes. */
static bool
next_stray(struct dtap_entry_parser *parser, const uint8_t **data, size_t *size,
	   struct dtap_shape *shape)
{
	pass_over(parser);
	*shape = (struct dtap_shape){.kind = DTAP_KIND_STRAY};
	*size = parser->passed - parser->begin;
	parser->strayed += *size;
	give(parser, *size, data);
	return *size > 0;
}

bool
dtap_entry_parser_next(struct dtap_entry_parser *parser, const uint8_t **data,
		       size_t *size, struct dtap_shape *shape)
{
	while (parser->begin < parser->end) {
		if (parser->in_sync && next_entry(parser, data, size, shape))
			return true;
		/* The rest of an entry has not come yet. */
		if (parser->in_sync && !parser->ended)
			return false;
		if (next_stray(parser, data, size, shape))
			return true;
		if (!parser->in_sync)
			return false;
	}
	return false;
}

const struct dtap_ipa_header_format *
dtap_entry_parser_format(const struct dtap_entry_parser *parser)
{
	return parser->format;
}

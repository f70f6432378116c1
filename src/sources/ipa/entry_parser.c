/* SPDX-License-Identifier: MIT */
#include "sources/ipa/entry_parser.h"

#include <stdlib.h>
#include <string.h>

#include "sources/ipa/header_detect.h"

/* Out of step for so many bytes, a form that was found is looked for anew. */
#define RESYNC_BYTES (256 * 1024)

struct dtap_entry_parser {
	const struct dtap_ipa_header_format *given, *form;
	bool in_step, ended;
	uint64_t resyncs;
	size_t strayed; /* bytes since the entry boundaries were lost */

	/* data[begin..end) is held; up to `passed` it is no entry. */
	uint8_t *data;
	size_t begin, passed, end, room;
};

struct dtap_entry_parser *
dtap_entry_parser_new(const struct dtap_ipa_header_format *form)
{
	struct dtap_entry_parser *parser = calloc(1, sizeof *parser);

	if (parser == NULL)
		return NULL;
	parser->given = form;
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
	parser->form = parser->given;
	parser->in_step = parser->form != NULL;
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
 * The size of the entry at the beginning, whose shape is written; 0: its end is
 * still to come, or out of step, it has none.
 */
static size_t
find_entry(struct dtap_entry_parser *parser, struct dtap_shape *shape)
{
	const struct dtap_ipa_header_format *form = parser->form;
	const uint8_t *data = parser->data + parser->begin;
	size_t left = parser->end - parser->begin, size, packet;

	if (left < form->header)
		return 0;
	parser->in_step = dtap_ipa_header_read(form, data, shape, &size);
	packet = size - shape->head - shape->tail;
	if (packet > 0 && left > form->header &&
	    !dtap_ipa_packet_may_be(form, data, data[form->header]))
		parser->in_step = false;
	if (!parser->in_step || left < size)
		return 0;
	shape->missing = dtap_ipa_packet_missing(data + form->header, packet);
	return size;
}

static void
resync(struct dtap_entry_parser *parser)
{
	parser->resyncs++;
	parser->in_step = false;
	parser->strayed = 0;
	parser->passed = parser->begin + 1;
}

/* Whether entries begin at `passed`. */
static enum dtap_ipa_header_found
look(struct dtap_entry_parser *parser)
{
	const uint8_t *data = parser->data + parser->passed;
	size_t size = parser->end - parser->passed;
	const struct dtap_ipa_header_format *form;
	enum dtap_ipa_header_found verdict;

	/* What was found may have been wrong, or is another device's. */
	if (parser->given == NULL && parser->strayed > RESYNC_BYTES)
		parser->form = NULL;
	if (parser->form != NULL)
		return dtap_ipa_header_check(parser->form, data, size,
					     parser->ended);
	verdict = dtap_ipa_header_detect(&form, data, size, parser->ended);
	if (verdict == DTAP_IPA_YES)
		parser->form = form;
	return verdict;
}

/* On to where entries begin, or to what cannot be judged yet. */
static void
pass_over(struct dtap_entry_parser *parser)
{
	while (parser->passed < parser->end &&
	       parser->passed - parser->begin < DTAP_IPA_ENTRY_MAX) {
		enum dtap_ipa_header_found verdict = look(parser);

		parser->in_step = verdict == DTAP_IPA_YES;
		if (verdict != DTAP_IPA_NO)
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
	else if (!parser->in_step)
		resync(parser);
	return *size > 0;
}

/* In step again, there may be none. */
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
		if (parser->in_step && next_entry(parser, data, size, shape))
			return true;
		/* The rest of an entry is still to come, or never will. */
		if (parser->in_step && !parser->ended)
			return false;
		if (next_stray(parser, data, size, shape))
			return true;
		if (!parser->in_step)
			return false;
	}
	return false;
}

const struct dtap_ipa_header_format *
dtap_entry_parser_format(const struct dtap_entry_parser *parser)
{
	return parser->form;
}

uint64_t
dtap_entry_parser_resyncs(const struct dtap_entry_parser *parser)
{
	return parser->resyncs;
}

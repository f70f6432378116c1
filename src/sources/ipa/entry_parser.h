/* SPDX-License-Identifier: MIT */
/*
 * entry_parser.h - entries of IPA, cut out of reads that may end at any byte.
 *
 * Every byte that goes in comes out, once and in order: as an entry, or where
 * the parser is out of step with its form, as stray bytes.  Out of step, it
 * looks for the next place where entries begin (header_detect.h); each byte is
 * passed over once, and no more is held back than one entry and its neighbour.
 *
 * Without a form it finds one, holding back the first three entries until then;
 * and again when it has been out of step for long.
 *
 * One owner, one thread.
 */
#ifndef DTAP_ENTRY_PARSER_H
#define DTAP_ENTRY_PARSER_H

#include "sources/ipa/header_format.h"

struct dtap_entry_parser;

/* form NULL: it is to be found.  NULL: ENOMEM. */
struct dtap_entry_parser *dtap_entry_parser_new(
	const struct dtap_ipa_header_format *form);
void dtap_entry_parser_free(struct dtap_entry_parser *parser);

/* Forgets what is held, for a device that was opened anew. */
void dtap_entry_parser_clear(struct dtap_entry_parser *parser);

/*
 * Where the next `size` bytes go, once dtap_entry_parser_next() has given all
 * it has; then dtap_entry_parser_add() says how many they were.  NULL: ENOMEM.
 */
uint8_t *dtap_entry_parser_room(struct dtap_entry_parser *parser, size_t size);
void dtap_entry_parser_add(struct dtap_entry_parser *parser, size_t size);

/* Nothing comes behind what is there: dtap_entry_parser_next() gives all of it.
 */
void dtap_entry_parser_end(struct dtap_entry_parser *parser);

/*
 * The next entry or stray bytes, at most DTAP_IPA_ENTRY_MAX; *data is the
 * parser's until it is called again.  False: there is none yet.
 */
bool dtap_entry_parser_next(struct dtap_entry_parser *parser,
			    const uint8_t **data, size_t *size,
			    struct dtap_shape *shape);

/* The form, found or given; NULL: none yet. */
const struct dtap_ipa_header_format *dtap_entry_parser_format(
	const struct dtap_entry_parser *parser);

/* How often it lost step since it was made. */
uint64_t dtap_entry_parser_resyncs(const struct dtap_entry_parser *parser);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * entry_parser.h - finds the entries of IPA in reads that may end at any byte.
 *
 * Every byte that goes in comes out once and in order: as part of an entry, or
 * as a stray byte where no entry is found.  After stray bytes the parser looks
 * for the next place where entries begin (header_detect.h).  It looks at each
 * byte once, and holds back at most one entry and its neighbour.
 *
 * Without a format the parser detects one.  It holds back the first three
 * entries until then.  It detects the format again after many stray bytes.
 *
 * One owner, one thread.
 */
#ifndef DTAP_ENTRY_PARSER_H
#define DTAP_ENTRY_PARSER_H

#include "sources/ipa/header_format.h"

struct dtap_entry_parser;

/* format NULL: the parser detects it.  Returns NULL: ENOMEM. */
struct dtap_entry_parser *dtap_entry_parser_new(
	const struct dtap_ipa_header_format *format);
void dtap_entry_parser_free(struct dtap_entry_parser *parser);

/* Forgets all held bytes; for a device that was opened again. */
void dtap_entry_parser_clear(struct dtap_entry_parser *parser);

/*
 * Room for the next `size` bytes; dtap_entry_parser_next() must have returned
 * false before.  dtap_entry_parser_add() then says how many bytes were written.
 * NULL: ENOMEM.
 */
uint8_t *dtap_entry_parser_room(struct dtap_entry_parser *parser, size_t size);
void dtap_entry_parser_add(struct dtap_entry_parser *parser, size_t size);

/* No more bytes follow: dtap_entry_parser_next() gives all that is held. */
void dtap_entry_parser_end(struct dtap_entry_parser *parser);

/*
 * The next entry, or stray bytes, of at most DTAP_IPA_ENTRY_MAX bytes.  *data
 * belongs to the parser and is valid until the next call.  False: there is none
 * yet.
 */
bool dtap_entry_parser_next(struct dtap_entry_parser *parser,
			    const uint8_t **data, size_t *size,
			    struct dtap_shape *shape);

/* The format, detected or given; NULL: none yet. */
const struct dtap_ipa_header_format *dtap_entry_parser_format(
	const struct dtap_entry_parser *parser);

#endif

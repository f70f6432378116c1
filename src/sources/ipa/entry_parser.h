/* SPDX-License-Identifier: MIT */
/*
 * entry_parser.h - entries of IPA, cut out of reads that may end at any byte.
 *
 * Every byte that goes in comes out, once and in order: as an entry, or where
 * the splitter is out of step with its form, as stray bytes.  Out of step, it
 * looks for the next place where entries begin (header_detect.h); each byte is passed
 * over once, and no more is held back than one entry and its neighbour.
 *
 * Without a form it finds one, holding back the first three entries until then;
 * and again when it has been out of step for long.
 *
 * One owner, one thread.
 */
#ifndef DTAP_ENTRY_PARSER_H
#define DTAP_ENTRY_PARSER_H

#include "sources/ipa/header_format.h"

struct dtap_splitter;

/* form NULL: it is to be found.  NULL: ENOMEM. */
struct dtap_splitter *dtap_splitter_new(const struct dtap_ipa_form *form);
void dtap_splitter_free(struct dtap_splitter *splitter);

/* Forgets what is held, for a device that was opened anew. */
void dtap_splitter_clear(struct dtap_splitter *splitter);

/*
 * Where the next `size` bytes go, once dtap_splitter_next() has given all it
 * has; then dtap_splitter_add() says how many they were.  NULL: ENOMEM.
 */
uint8_t *dtap_splitter_room(struct dtap_splitter *splitter, size_t size);
void dtap_splitter_add(struct dtap_splitter *splitter, size_t size);

/* Nothing comes behind what is there: dtap_splitter_next() gives all of it. */
void dtap_splitter_end(struct dtap_splitter *splitter);

/*
 * The next entry or stray bytes, at most DTAP_IPA_ENTRY_MAX; *data is the
 * splitter's until it is called again.  False: there is none yet.
 */
bool dtap_splitter_next(struct dtap_splitter *splitter, const uint8_t **data,
			size_t *size, struct dtap_shape *shape);

/* The form, found or given; NULL: none yet. */
const struct dtap_ipa_form *dtap_splitter_form(
	const struct dtap_splitter *splitter);

/* How often it lost step since it was made. */
uint64_t dtap_splitter_resyncs(const struct dtap_splitter *splitter);

#endif

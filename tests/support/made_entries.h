/* SPDX-License-Identifier: MIT */
/*
 * made_entries.h - made-up entries of an IPA device in a row, and what a parser
 * makes of them.
 */
#ifndef DTAP_TESTS_MADE_ENTRIES_H
#define DTAP_TESTS_MADE_ENTRIES_H

#include <stdbool.h>

#include "sources/ipa/entry_parser.h"
#include "sources/simulator/ipa_entries.h"

#define ROW_FORMS   7
#define ROW_ENTRIES 400

extern const char *const row_forms[ROW_FORMS];

/* Whether "auto" finds that form. */
bool row_is_found(const char *form);

struct row {
	uint8_t data[ROW_ENTRIES * DTAP_IPA_ENTRIES_ENTRY];
	size_t size, count;
	struct {
		size_t at, size;
		struct dtap_shape shape;
	} entries[ROW_ENTRIES];
};

/* The caller's to free(3). */
struct row *row_new(const char *form, uint64_t seed, size_t count);

/* What a parser gave: all its bytes, and how many of them were strays. */
struct out {
	uint8_t *data;
	size_t size, entries, strays, stray_bytes;
};

/* Takes what there is; the entries are to be those of row, if that is given. */
void out_take(struct dtap_entry_parser *parser, struct out *out,
	      const struct row *row);

/* All of it, in pieces of `step` bytes; what comes out is to be that. */
struct out out_split(struct dtap_entry_parser *parser, const uint8_t *data,
		     size_t size, size_t step, const struct row *row);

void parser_put(struct dtap_entry_parser *parser, const uint8_t *data,
		size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * made_entries.h - made-up entries of an IPA device, and what a parser
 * gives of them.
 */
#ifndef DTAP_TESTS_MADE_ENTRIES_H
#define DTAP_TESTS_MADE_ENTRIES_H

#include <stdbool.h>

#include "sources/ipa/entry_parser.h"
#include "sources/simulator/ipa_entries.h"

#define MADE_FORMATS 7
#define MADE_ENTRIES 400

extern const char *const made_formats[MADE_FORMATS];

/* Whether "auto" finds that format. */
bool made_format_is_found(const char *format);

struct made_entries {
	uint8_t data[MADE_ENTRIES * DTAP_IPA_ENTRIES_ENTRY];
	size_t size, count;
	struct {
		size_t at, size;
		struct dtap_shape shape;
	} entries[MADE_ENTRIES];
};

/* The caller frees it with free(3). */
struct made_entries *made_entries_new(const char *format, uint64_t seed,
				      size_t count);

/* What a parser gave: all bytes, and how many of them were stray. */
struct parsed {
	uint8_t *data;
	size_t size, entries, stray_bytes;
	size_t resyncs; /* runs of stray bytes, counted as a source does */
	bool is_stray;  /* the last thing given was stray bytes */
};

/* Takes all that the parser has; the entries must be those of made, if given.
 */
void parse(struct dtap_entry_parser *parser, struct parsed *parsed,
	   const struct made_entries *made);

/* All of it, in pieces of `step` bytes; the parser must give the same bytes. */
struct parsed parse_all(struct dtap_entry_parser *parser, const uint8_t *data,
			size_t size, size_t step,
			const struct made_entries *made);

void parser_put(struct dtap_entry_parser *parser, const uint8_t *data,
		size_t size);

#endif

/* SPDX-License-Identifier: MIT */
#include "support/made_entries.h"

#include "support/testing.h"

const char *const made_formats[MADE_FORMATS] = {
	"status", "status5", "status-csum", "status5-csum",
	"dpl2",   "dpl3",    "qmap",
};

bool
made_format_is_found(const char *format)
{
	return strcmp(format, "qmap") != 0;
}

struct made_entries *
made_entries_new(const char *format, uint64_t seed, size_t count)
{
	struct made_entries *made = calloc(1, sizeof *made);
	struct dtap_ipa_entries entries;

	dtap_ipa_entries_begin(&entries, dtap_ipa_header_format_find(format),
			       seed);
	for (; made->count < count; made->count++) {
		size_t size = dtap_ipa_entries_next(
			&entries, made->data + made->size,
			&made->entries[made->count].shape);

		made->entries[made->count].at = made->size;
		made->entries[made->count].size = size;
		made->size += size;
	}
	return made;
}

static void
check_entry(const struct made_entries *made, const struct parsed *parsed,
	    const uint8_t *data, size_t size, const struct dtap_shape *shape)
{
	const struct dtap_shape *expected;

	if (made == NULL)
		return;
	expected = &made->entries[parsed->entries].shape;
	assert_true(parsed->entries < made->count);
	assert_int_equal(size, made->entries[parsed->entries].size);
	assert_memory_equal(
		data, made->data + made->entries[parsed->entries].at, size);
	assert_int_equal(shape->kind, DTAP_KIND_ENTRY);
	assert_int_equal(shape->header_format, expected->header_format);
	assert_int_equal(shape->head, expected->head);
	assert_int_equal(shape->tail, expected->tail);
	assert_int_equal(shape->missing, expected->missing);
}

void
parse(struct dtap_entry_parser *parser, struct parsed *parsed,
      const struct made_entries *made)
{
	const uint8_t *data;
	struct dtap_shape shape;
	size_t size;

	while (dtap_entry_parser_next(parser, &data, &size, &shape)) {
		assert_true(size > 0 && size <= DTAP_IPA_ENTRY_MAX);
		/* Not 0; the analyser cannot know that. */
		parsed->data = realloc(parsed->data, parsed->size + size + 1);
		memcpy(parsed->data + parsed->size, data, size);
		parsed->size += size;
		if (shape.kind == DTAP_KIND_STRAY) {
			parsed->resyncs += !parsed->is_stray;
			parsed->is_stray = true;
			parsed->stray_bytes += size;
			continue;
		}
		check_entry(made, parsed, data, size, &shape);
		parsed->is_stray = false;
		parsed->entries++;
	}
}

void
parser_put(struct dtap_entry_parser *parser, const uint8_t *data, size_t size)
{
	memcpy(dtap_entry_parser_room(parser, size), data, size);
	dtap_entry_parser_add(parser, size);
}

struct parsed
parse_all(struct dtap_entry_parser *parser, const uint8_t *data, size_t size,
	  size_t step, const struct made_entries *made)
{
	struct parsed parsed = {0};

	for (size_t at = 0; at < size; at += step) {
		parser_put(parser, data + at,
			   size - at < step ? size - at : step);
		parse(parser, &parsed, made);
	}
	dtap_entry_parser_end(parser);
	parse(parser, &parsed, made);
	assert_int_equal(parsed.size, size);
	assert_memory_equal(parsed.data, data, size);
	return parsed;
}

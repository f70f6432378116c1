/* SPDX-License-Identifier: MIT */
/* A parser that has lost the entry boundaries. */
#include "support/made_entries.h"
#include "support/testing.h"

/* Junk before, between and after entries: every byte is given all the same. */
static void
junk_costs_no_byte_and_no_entry(const char *given, const char *format,
				size_t step)
{
	struct made_entries *made = made_entries_new(format, 11, 40);
	size_t middle = made->entries[20].at, junk = 777;
	uint8_t *data = malloc(made->size + 2 * junk);
	struct dtap_entry_parser *parser =
		dtap_entry_parser_new(dtap_ipa_header_format_find(given));
	struct parsed parsed;

	for (size_t i = 0; i < junk; i++)
		data[i] = data[junk + middle + i] = (uint8_t)(0x80 | i * 31);
	memcpy(data + junk, made->data, middle);
	memcpy(data + 2 * junk + middle, made->data + middle,
	       made->size - middle);
	parsed = parse_all(parser, data, made->size + 2 * junk, step, made);
	assert_int_equal(parsed.entries, 40);
	assert_int_equal(parsed.stray_bytes, 2 * junk);
	assert_int_equal(parsed.resyncs, 2);
	dtap_entry_parser_free(parser);
	free(parsed.data);
	free(data);
	free(made);
}

static void
one_byte_too_many_is_one_stray_byte(void **state)
{
	struct made_entries *made = made_entries_new("dpl3", 2, 10);
	struct dtap_entry_parser *parser =
		dtap_entry_parser_new(dtap_ipa_header_format_find("dpl3"));
	uint8_t *data = malloc(made->size + 1);
	struct parsed parsed;

	(void)state;
	memcpy(data, made->data, made->entries[5].at);
	data[made->entries[5].at] = 0xff;
	memcpy(data + made->entries[5].at + 1, made->data + made->entries[5].at,
	       made->size - made->entries[5].at);
	parsed = parse_all(parser, data, made->size + 1, 64, made);
	assert_int_equal(parsed.entries, 10);
	assert_int_equal(parsed.stray_bytes, 1);
	dtap_entry_parser_free(parser);
	free(parsed.data);
	free(data);
	free(made);
}

static void
entries_behind_junk_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < MADE_FORMATS; i++)
		for (size_t step = 1; step < 70000; step = step * 7 + 3) {
			junk_costs_no_byte_and_no_entry(made_formats[i],
							made_formats[i], step);
			if (made_format_is_found(made_formats[i]))
				junk_costs_no_byte_and_no_entry(
					"auto", made_formats[i], step);
		}
}

/* The device was reset, and sends another format now. */
static void
auto_looks_for_another_format_where_the_first_fails(void **state)
{
	struct made_entries *made = made_entries_new("dpl3", 5, 20);
	struct made_entries *other =
		made_entries_new("status", 5, MADE_ENTRIES);
	size_t pad = 300 * 1024;
	uint8_t *data = calloc(1, made->size + pad + other->size);
	struct dtap_entry_parser *parser = dtap_entry_parser_new(NULL);
	struct parsed parsed;

	(void)state;
	memcpy(data, made->data, made->size);
	memcpy(data + made->size + pad, other->data, other->size);
	parsed = parse_all(parser, data, made->size + pad + other->size, 4096,
			   NULL);
	assert_string_equal(dtap_entry_parser_format(parser)->name, "status");
	assert_int_equal(parsed.entries, 20 + MADE_ENTRIES);
	assert_int_equal(parsed.stray_bytes, pad);
	dtap_entry_parser_free(parser);
	free(parsed.data);
	free(data);
	free(made);
	free(other);
}

/* The parser holds back a bounded number of bytes, whatever comes. */
static void
junk_without_end_is_passed_on(void **state)
{
	struct dtap_random random = {1};
	uint8_t junk[4096];

	(void)state;
	for (size_t i = 0; i <= MADE_FORMATS; i++) {
		struct dtap_entry_parser *parser = dtap_entry_parser_new(
			i < MADE_FORMATS
				? dtap_ipa_header_format_find(made_formats[i])
				: NULL);
		struct parsed parsed = {0};
		size_t size = 0;

		for (; size < 1 << 20; size += sizeof junk) {
			for (size_t at = 0; at < sizeof junk; at++)
				junk[at] = (uint8_t)dtap_random(&random, 256);
			parser_put(parser, junk, sizeof junk);
			parse(parser, &parsed, NULL);
			assert_true(size + sizeof junk - parsed.size <=
				    3 * DTAP_IPA_ENTRY_MAX);
		}
		dtap_entry_parser_end(parser);
		parse(parser, &parsed, NULL);
		assert_int_equal(parsed.size, size);
		dtap_entry_parser_free(parser);
		free(parsed.data);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_byte_too_many_is_one_stray_byte),
		cmocka_unit_test(entries_behind_junk_are_found),
		cmocka_unit_test(
			auto_looks_for_another_format_where_the_first_fails),
		cmocka_unit_test(junk_without_end_is_passed_on),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include "support/made_entries.h"
#include "support/testing.h"

static void
entries_out_equal_entries_in(const char *given, const char *format, size_t step)
{
	struct made_entries *made = made_entries_new(format, 1, MADE_ENTRIES);
	struct dtap_entry_parser *parser =
		dtap_entry_parser_new(dtap_ipa_header_format_find(given));
	struct parsed parsed =
		parse_all(parser, made->data, made->size, step, made);

	assert_int_equal(parsed.entries, MADE_ENTRIES);
	assert_int_equal(parsed.resyncs, 0);
	assert_int_equal(parsed.stray_bytes, 0);
	assert_string_equal(dtap_entry_parser_format(parser)->name, format);
	dtap_entry_parser_free(parser);
	free(parsed.data);
	free(made);
}

static void
each_format_is_split_whatever_a_read_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < MADE_FORMATS; i++)
		for (size_t step = 1; step < 5000; step = step * 3 / 2 + 1)
			entries_out_equal_entries_in(made_formats[i],
						     made_formats[i], step);
}

static void
auto_finds_each_format(void **state)
{
	(void)state;
	for (size_t i = 0; i < MADE_FORMATS; i++)
		for (size_t step = 1;
		     made_format_is_found(made_formats[i]) && step < 5000;
		     step = step * 3 + 7)
			entries_out_equal_entries_in("auto", made_formats[i],
						     step);
}

/* Lengths from docs/wire.md: the simulator computes them as the parser does. */
static void
an_entry_is_header_packet_and_padding(void **state)
{
	static const struct {
		const char *format;
		uint8_t length_at;
		size_t packet, header, padding;
	} cases[] = {
		{"status", 4, 20, 32, 0},      {"status5", 4, 21, 32, 3},
		{"dpl2", 4, 1499, 32, 1},      {"dpl2", 4, 300, 32, 0},
		{"dpl3", 14, 20, 16, 4},       {"dpl3", 14, 257, 16, 7},
		{"dpl3", 14, 1400, 16, 0},     {"status", 4, 0, 32, 0},
		{"status-csum", 4, 20, 32, 8}, {"status5-csum", 4, 21, 32, 11},
		{"status-csum", 4, 0, 32, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint8_t header[DTAP_IPA_HEADER_MAX] = {0x10};
		struct dtap_shape shape = {0};
		size_t size;

		header[cases[i].length_at] = (uint8_t)cases[i].packet;
		header[cases[i].length_at + 1] =
			(uint8_t)(cases[i].packet >> 8);
		assert_true(dtap_ipa_header_read(
			dtap_ipa_header_format_find(cases[i].format), header,
			&shape, &size));
		assert_int_equal(shape.head, cases[i].header);
		assert_int_equal(shape.tail, cases[i].padding);
		assert_int_equal(size, cases[i].header + cases[i].packet +
					       cases[i].padding);
	}
}

/* The length is big-endian and includes the padding. */
static void
a_qmap_header_counts_the_padding(void **state)
{
	static const struct {
		uint8_t header[4];
		size_t packet, padding; /* 0: there is no such header */
	} cases[] = {
		{{0, 7, 0, 20}, 20, 0},    {{3, 7, 1, 4}, 257, 3},
		{{63, 0, 0, 64}, 1, 63},   {{63, 0, 0, 63}, 0, 0},
		{{64, 0, 5, 220}, 0, 0},   {{0, 0, 0, 0}, 0, 0},
		{{0x80, 0, 0, 200}, 0, 0}, {{0, 0, 255, 255}, 65535, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_shape shape = {0};
		size_t size;

		assert_int_equal(dtap_ipa_header_read(
					 dtap_ipa_header_format_find("qmap"),
					 cases[i].header, &shape, &size),
				 cases[i].packet > 0);
		assert_int_equal(shape.head, 4);
		assert_int_equal(shape.tail, cases[i].padding);
		assert_int_equal(size, 4 + cases[i].packet + cases[i].padding);
	}
}

/* Two reads, divided at each byte in turn. */
static void
an_entry_may_end_at_any_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < MADE_FORMATS; i++) {
		struct made_entries *made =
			made_entries_new(made_formats[i], 7, 6);
		struct dtap_entry_parser *parser = dtap_entry_parser_new(
			dtap_ipa_header_format_find(made_formats[i]));

		for (size_t at = 1; at < made->size; at++) {
			struct parsed parsed = {0};

			dtap_entry_parser_clear(parser);
			parser_put(parser, made->data, at);
			parse(parser, &parsed, made);
			parser_put(parser, made->data + at, made->size - at);
			parse(parser, &parsed, made);
			assert_int_equal(parsed.entries, 6);
			assert_int_equal(parsed.size, made->size);
			free(parsed.data);
		}
		dtap_entry_parser_free(parser);
		free(made);
	}
}

static void
an_entry_is_given_as_soon_as_it_is_whole(void **state)
{
	struct made_entries *made = made_entries_new("dpl3", 3, 2);
	struct dtap_entry_parser *parser =
		dtap_entry_parser_new(dtap_ipa_header_format_find("dpl3"));
	struct parsed parsed = {0};

	(void)state;
	parser_put(parser, made->data, made->entries[0].size - 1);
	parse(parser, &parsed, made);
	assert_int_equal(parsed.entries, 0);
	parser_put(parser, made->data + made->entries[0].size - 1, 1);
	parse(parser, &parsed, made);
	assert_int_equal(parsed.entries, 1);
	dtap_entry_parser_free(parser);
	free(parsed.data);
	free(made);
}

static void
a_cut_packet_tells_how_long_it_was(void **state)
{
	static const uint8_t v4[] = {0x45, 0, 5, 0xdc, 0, 0, 0, 0};
	static const uint8_t v6[] = {0x60, 0, 0, 0, 5, 0};

	(void)state;
	assert_int_equal(dtap_ipa_packet_missing(v4, sizeof v4), 1500 - 8);
	assert_int_equal(dtap_ipa_packet_missing(v6, sizeof v6), 40 + 1280 - 6);
	assert_int_equal(dtap_ipa_packet_missing(v4, 5), 0);
	assert_int_equal(dtap_ipa_packet_missing(v4, 1500), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_format_is_split_whatever_a_read_holds),
		cmocka_unit_test(auto_finds_each_format),
		cmocka_unit_test(an_entry_is_header_packet_and_padding),
		cmocka_unit_test(a_qmap_header_counts_the_padding),
		cmocka_unit_test(an_entry_may_end_at_any_byte),
		cmocka_unit_test(an_entry_is_given_as_soon_as_it_is_whole),
		cmocka_unit_test(a_cut_packet_tells_how_long_it_was),
	};

	return RUN(tests);
}

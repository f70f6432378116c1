/* SPDX-License-Identifier: MIT */
/* A parser that is out of step with its device. */
#include "support/made_entries.h"
#include "support/testing.h"

/* Junk before, between and behind: every byte comes out all the same. */
static void
out_of_step_costs_no_byte_and_no_entry_behind(const char *given,
					      const char *made, size_t step)
{
	struct row *row = row_new(made, 11, 40);
	size_t middle = row->entries[20].at, junk = 777;
	uint8_t *data = malloc(row->size + 2 * junk);
	struct dtap_entry_parser *parser =
		dtap_entry_parser_new(dtap_ipa_header_format_find(given));
	struct out out;

	for (size_t i = 0; i < junk; i++)
		data[i] = data[junk + middle + i] = (uint8_t)(0x80 | i * 31);
	memcpy(data + junk, row->data, middle);
	memcpy(data + 2 * junk + middle, row->data + middle,
	       row->size - middle);
	out = out_split(parser, data, row->size + 2 * junk, step, row);
	assert_int_equal(out.entries, 40);
	assert_int_equal(out.stray_bytes, 2 * junk);
	assert_int_equal(dtap_entry_parser_resyncs(parser),
			 strcmp(given, "auto") == 0 ? 1 : 2);
	dtap_entry_parser_free(parser);
	free(out.data);
	free(data);
	free(row);
}

static void
one_byte_too_many_is_one_stray_byte(void **state)
{
	struct row *row = row_new("dpl3", 2, 10);
	struct dtap_entry_parser *parser =
		dtap_entry_parser_new(dtap_ipa_header_format_find("dpl3"));
	uint8_t *data = malloc(row->size + 1);
	struct out out;

	(void)state;
	memcpy(data, row->data, row->entries[5].at);
	data[row->entries[5].at] = 0xff;
	memcpy(data + row->entries[5].at + 1, row->data + row->entries[5].at,
	       row->size - row->entries[5].at);
	out = out_split(parser, data, row->size + 1, 64, row);
	assert_int_equal(out.entries, 10);
	assert_int_equal(out.stray_bytes, 1);
	dtap_entry_parser_free(parser);
	free(out.data);
	free(data);
	free(row);
}

static void
it_falls_into_step_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROW_FORMS; i++)
		for (size_t step = 1; step < 70000; step = step * 7 + 3) {
			out_of_step_costs_no_byte_and_no_entry_behind(
				row_forms[i], row_forms[i], step);
			if (row_is_found(row_forms[i]))
				out_of_step_costs_no_byte_and_no_entry_behind(
					"auto", row_forms[i], step);
		}
}

/* The device was reset, and says something else now. */
static void
auto_looks_for_another_form_where_the_first_fails(void **state)
{
	struct row *row = row_new("dpl3", 5, 20);
	struct row *other = row_new("status", 5, ROW_ENTRIES);
	size_t pad = 300 * 1024;
	uint8_t *data = calloc(1, row->size + pad + other->size);
	struct dtap_entry_parser *parser = dtap_entry_parser_new(NULL);
	struct out out;

	(void)state;
	memcpy(data, row->data, row->size);
	memcpy(data + row->size + pad, other->data, other->size);
	out = out_split(parser, data, row->size + pad + other->size, 4096,
			NULL);
	assert_string_equal(dtap_entry_parser_format(parser)->name, "status");
	assert_int_equal(out.entries, 20 + ROW_ENTRIES);
	assert_int_equal(out.stray_bytes, pad);
	dtap_entry_parser_free(parser);
	free(out.data);
	free(data);
	free(row);
	free(other);
}

/* What is held back is bounded, whatever comes. */
static void
junk_without_end_is_passed_on(void **state)
{
	struct modem_random random = {1};
	uint8_t junk[4096];

	(void)state;
	for (size_t i = 0; i <= ROW_FORMS; i++) {
		struct dtap_entry_parser *parser = dtap_entry_parser_new(
			i < ROW_FORMS
				? dtap_ipa_header_format_find(row_forms[i])
				: NULL);
		struct out out = {0};
		size_t size = 0;

		for (; size < 1 << 20; size += sizeof junk) {
			for (size_t at = 0; at < sizeof junk; at++)
				junk[at] = (uint8_t)modem_random(&random, 256);
			parser_put(parser, junk, sizeof junk);
			out_take(parser, &out, NULL);
			assert_true(size + sizeof junk - out.size <=
				    3 * DTAP_IPA_ENTRY_MAX);
		}
		dtap_entry_parser_end(parser);
		out_take(parser, &out, NULL);
		assert_int_equal(out.size, size);
		dtap_entry_parser_free(parser);
		free(out.data);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_byte_too_many_is_one_stray_byte),
		cmocka_unit_test(it_falls_into_step_again),
		cmocka_unit_test(
			auto_looks_for_another_form_where_the_first_fails),
		cmocka_unit_test(junk_without_end_is_passed_on),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include "archive/capture_table.h"

#include <stdlib.h>

#include "support/testing.h"

#define MOST 200

static uint64_t random_state = 88172645463325252;

static unsigned
below(unsigned limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (unsigned)(random_state >> 20) % limit;
}

/* With or without its capture file, its mark, an unfinished file. */
static struct dtap_capture
make(unsigned number)
{
	struct dtap_capture capture = {
		.name = {.tap = "diag", .sequence = number}};
	static const enum dtap_file_kind kinds[] = {
		DTAP_FILE_SIDECAR, DTAP_FILE_PCAP, DTAP_FILE_MARK,
		DTAP_FILE_PCAP_GZ};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct dtap_capture_file file = {
			.name = {.kind = kinds[i], .part = below(9) == 0},
			.size = kinds[i] == DTAP_FILE_MARK ? 0 : below(1000)};

		if (below(2) == 0)
			dtap_capture_add_file(&capture, &file);
	}
	return capture;
}

/* What a list without order says. */
static void
check(const struct dtap_capture_table *table,
      const struct dtap_capture *expected)
{
	struct dtap_capture_sums sums = {0};
	static const struct dtap_capture_filter all = {0};
	const struct dtap_capture *at = NULL;
	struct dtap_capture page[MOST];
	uint64_t older;
	size_t there = 0;

	for (unsigned i = 0; i < MOST; i++) {
		const struct dtap_capture *found = dtap_capture_table_find(
			table, &(struct dtap_capture_name){.tap = "diag",
							   .sequence = i});
		bool is_there =
			expected[i].there != 0 || expected[i].parts != 0;

		assert_int_equal(found != NULL, is_there);
		if (found == NULL)
			continue;
		at = dtap_capture_table_next(table, &all,
					     at == NULL ? NULL : &at->name);
		assert_ptr_equal(at, found);
		assert_int_equal(found->bytes, expected[i].bytes);
		there++;
		sums.unfinished_bytes += expected[i].part_bytes;
		if (!dtap_capture_is_finished(&expected[i]))
			continue;
		sums.captures++;
		sums.bytes += expected[i].bytes;
	}
	assert_int_equal(there, table->count);
	assert_int_equal(sums.captures, table->sums.captures);
	assert_int_equal(sums.bytes, table->sums.bytes);
	assert_int_equal(sums.unfinished_bytes, table->sums.unfinished_bytes);
	assert_int_equal(dtap_capture_table_page(table, NULL, page, 10, &older),
			 sums.captures < 10 ? sums.captures : 10);
	assert_int_equal(older, sums.captures < 10 ? 0 : sums.captures - 10);
}

static void
the_table_equals_a_sorted_list_after_any_changes(void **state)
{
	struct dtap_capture expected[MOST] = {0};
	struct dtap_capture_table table = {0};

	(void)state;
	for (int i = 0; i < 20000; i++) {
		unsigned number = below(MOST);

		expected[number] = make(number);
		if (below(3) == 0)
			expected[number].there = expected[number].parts = 0;
		assert_int_equal(
			dtap_capture_table_set(&table, &expected[number]), 0);
		if (i % 100 == 0)
			check(&table, expected);
	}
	dtap_capture_table_clear(&table);
}

static void
a_page_ends_before_the_name_that_is_given(void **state)
{
	struct dtap_capture_table table = {0};
	struct dtap_capture_name before = {.tap = "diag", .sequence = 50};
	struct dtap_capture page[3];
	uint64_t older;

	(void)state;
	for (unsigned i = 1; i <= 100; i++) {
		struct dtap_capture capture = {
			.name = {.tap = "diag", .sequence = i},
			.there = DTAP_FILE_BIT(DTAP_FILE_SIDECAR) |
				 DTAP_FILE_BIT(DTAP_FILE_RAW)};

		assert_int_equal(dtap_capture_table_set(&table, &capture), 0);
	}
	assert_int_equal(
		dtap_capture_table_page(&table, &before, page, 3, &older), 3);
	assert_int_equal(page[0].name.sequence, 47);
	assert_int_equal(page[2].name.sequence, 49);
	assert_int_equal(older, 46);
	dtap_capture_table_clear(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_table_equals_a_sorted_list_after_any_changes),
		cmocka_unit_test(a_page_ends_before_the_name_that_is_given),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include "http/archive/range.h"

#include "support/testing.h"

static void
a_range_is_the_part_that_the_file_has_of_it(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
		enum dtap_range_verdict verdict;
		uint64_t first, size;
	} cases[] = {
		{"bytes=0-3", 100, DTAP_RANGE_PART, 0, 4},
		{"bytes=0-0", 100, DTAP_RANGE_PART, 0, 1},
		{"bytes=99-99", 100, DTAP_RANGE_PART, 99, 1},
		{"bytes=50-", 100, DTAP_RANGE_PART, 50, 50},
		{"bytes=0-", 100, DTAP_RANGE_PART, 0, 100},
		{"bytes=50-1000", 100, DTAP_RANGE_PART, 50, 50},
		{"bytes=50-18446744073709551615", 100, DTAP_RANGE_PART, 50, 50},
		{"BYTES=1-2", 100, DTAP_RANGE_PART, 1, 2},
		{"bytes=-1", 100, DTAP_RANGE_PART, 99, 1},
		{"bytes=-100", 100, DTAP_RANGE_PART, 0, 100},
		{"bytes=-1000", 100, DTAP_RANGE_PART, 0, 100},
		{"bytes=100-", 100, DTAP_RANGE_NONE, 0, 0},
		{"bytes=100-200", 100, DTAP_RANGE_NONE, 0, 0},
		{"bytes=-0", 100, DTAP_RANGE_NONE, 0, 0},
		{"bytes=0-", 0, DTAP_RANGE_NONE, 0, 0},
		{"bytes=-5", 0, DTAP_RANGE_NONE, 0, 0},
		/* Not for us: the whole. */
		{"", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=-", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=5-3", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=1-2,4-5", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=1-2 ", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=a-2", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=1-b", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=--1", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=18446744073709551616-", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"bytes=-18446744073709551616", 100, DTAP_RANGE_WHOLE, 0, 100},
		{"records=0-3", 100, DTAP_RANGE_WHOLE, 0, 100},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_range range;
		enum dtap_range_verdict verdict =
			dtap_range_read(&range, cases[i].text, cases[i].bytes);

		if (verdict != cases[i].verdict ||
		    (verdict != DTAP_RANGE_NONE &&
		     (range.first != cases[i].first ||
		      range.size != cases[i].size)))
			fail_msg("%s of %d", cases[i].text,
				 (int)cases[i].bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_is_the_part_that_the_file_has_of_it),
	};

	return RUN(tests);
}

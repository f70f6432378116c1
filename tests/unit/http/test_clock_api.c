/* SPDX-License-Identifier: MIT */
#include "http/clock_api.h"

#include "support/testing.h"

/* 100.25 s after 1970 */
static const struct timespec host = {100, 250000000};

static void
an_offset_is_read_as_form_and_as_json(void **state)
{
	static const struct {
		const char *text;
		int64_t offset;
	} cases[] = {
		{"offset_s=0", 0},
		{"offset_s=-17.25", -17250000000},
		{"offset_s=+3\n", 3000000000},
		{"offset_s=-0.5", -500000000},
		{"offset_s=1.", 1000000000},
		{"offset_s=0.1234567891", 123456789},
		{"offset_s=4000000000", 4000000000000000000},
		{"offset_s=-4000000000.0", -4000000000000000000},
		{"{\"offset_s\": -17.25}", -17250000000},
		{" {\n\"offset_s\"\t:\r\n5 } ", 5000000000},
		{"{\"now\":100.25}", 0},
		{"now=100.5", 250000000},
		{"now=0", -100250000000},
		{"now=1700000000", 1699999899750000000},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char why[256] = "";
		int64_t offset = 1;

		if (!dtap_clock_api_read(&offset, cases[i].text, host, why,
					 sizeof why) ||
		    offset != cases[i].offset)
			fail_msg("%s: %lld %s", cases[i].text,
				 (long long)offset, why);
	}
}

static void
a_wrong_body_is_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"", "The body must be"},
		{"offset_s", "The body must be"},
		{"offset_s=", "The body must be"},
		{"offset_s=-", "The body must be"},
		{"offset_s=.5", "The body must be"},
		{"offset_s=1e3", "The body must be"},
		{"offset_s=0x10", "The body must be"},
		{"offset_s=1 2", "The body must be"},
		{"offset_s=nan", "The body must be"},
		{"offset_s:1", "The body must be"},
		{"offset=1", "The body must be"},
		{"now=-1", "The body must be"},
		{"now=4294967296", "The body must be"},
		{"{offset_s: 1}", "The body must be"},
		{"{\"offset_s\": 1", "The body must be"},
		{"{\"offset_s\": \"1\"}", "The body must be"},
		{"{\"offset_s\": 1, \"now\": 2}", "The body must be"},
		{"{\"offset_s\": 1}}", "The body must be"},
		{"offset_s=99999999999999999999999", "The body must be"},
		{"offset_s=4000000000.000000001", "from -4000000000 to"},
		{"offset_s=-4294967295", "from -4000000000 to"},
		{"now=4200000000", "from -4000000000 to"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char why[256] = "";
		int64_t offset;

		assert_false(dtap_clock_api_read(&offset, cases[i].text, host,
						 why, sizeof why));
		if (strstr(why, cases[i].why) == NULL)
			fail_msg("%s: %s", cases[i].text, why);
	}
}

static void
seconds_are_written_with_their_sign(void **state)
{
	static const struct {
		int64_t ns;
		const char *text;
	} cases[] = {
		{0, "0.000000"},
		{-17250000000, "-17.250000"},
		{-1000, "-0.000001"},
		{4000000000000000000, "4000000000.000000"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *text;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		dtap_clock_api_put(out, cases[i].ns);
		fclose(out);
		assert_string_equal(text, cases[i].text);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_offset_is_read_as_form_and_as_json),
		cmocka_unit_test(a_wrong_body_is_refused_with_a_sentence),
		cmocka_unit_test(seconds_are_written_with_their_sign),
	};

	return RUN(tests);
}

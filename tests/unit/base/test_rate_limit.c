/* SPDX-License-Identifier: MIT */
#include "base/rate_limit.h"

#include "support/testing.h"

#define PERIOD 1000

static struct dtap_rate_limit
three(void)
{
	return (struct dtap_rate_limit){.most = 3, .period = PERIOD};
}

static void
lines_beyond_the_limit_of_a_period_are_counted(void **state)
{
	struct dtap_rate_limit limit = three();

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(dtap_rate_limit_pass(&limit, 5000 + i), i < 3);
	assert_int_equal(dtap_rate_limit_left_out(&limit, 5000 + PERIOD), 7);
}

static void
the_count_of_left_out_lines_is_given_once_after_the_period(void **state)
{
	struct dtap_rate_limit limit = three();

	(void)state;
	for (int i = 0; i < 5; i++)
		dtap_rate_limit_pass(&limit, 0);
	assert_int_equal(dtap_rate_limit_left_out(&limit, PERIOD - 1), 0);
	assert_int_equal(dtap_rate_limit_left_out(&limit, PERIOD), 2);
	assert_int_equal(dtap_rate_limit_left_out(&limit, PERIOD), 0);
}

static void
a_new_period_begins_with_the_next_one(void **state)
{
	struct dtap_rate_limit limit = three();

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(dtap_rate_limit_pass(&limit, 0));
	assert_false(dtap_rate_limit_pass(&limit, PERIOD - 1));
	for (int i = 0; i < 3; i++)
		assert_true(dtap_rate_limit_pass(&limit, PERIOD + 100 * i));
	assert_false(dtap_rate_limit_pass(&limit, 2 * PERIOD - 1));
	assert_true(dtap_rate_limit_pass(&limit, 2 * PERIOD));
	assert_int_equal(dtap_rate_limit_left_out(&limit, 3 * PERIOD), 2);
}

static void
lines_below_the_limit_are_never_left_out(void **state)
{
	struct dtap_rate_limit limit = three();

	(void)state;
	for (int64_t now = 0; now < 100 * PERIOD; now += PERIOD / 2) {
		assert_int_equal(dtap_rate_limit_left_out(&limit, now), 0);
		assert_true(dtap_rate_limit_pass(&limit, now));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			lines_beyond_the_limit_of_a_period_are_counted),
		cmocka_unit_test(
			the_count_of_left_out_lines_is_given_once_after_the_period),
		cmocka_unit_test(a_new_period_begins_with_the_next_one),
		cmocka_unit_test(lines_below_the_limit_are_never_left_out),
	};

	return RUN(tests);
}

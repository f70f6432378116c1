/* SPDX-License-Identifier: MIT */
#include "sources/simulator/rate.h"

#include "support/testing.h"

#define MS     INT64_C(1000000)
#define SECOND (1000 * MS)
#define START  (77 * SECOND)

static void
the_first_is_due_at_once_and_the_rest_at_the_rate(void **state)
{
	struct dtap_rate rate = dtap_rate_begin(500, START);

	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(dtap_rate_due(&rate, START),
				 START + i * 2 * MS);
		dtap_rate_take(&rate);
	}
}

static void
a_rate_that_is_no_whole_period_does_not_drift(void **state)
{
	struct dtap_rate rate = dtap_rate_begin(3, START);

	(void)state;
	for (int i = 0; i < 3000; i++)
		dtap_rate_take(&rate);
	assert_in_range(dtap_rate_due(&rate, START), START + 1000 * SECOND - MS,
			START + 1000 * SECOND + MS);
}

/* How many are due at once for who comes this late. */
static unsigned
burst_after(int64_t late)
{
	struct dtap_rate rate = dtap_rate_begin(50, START);
	unsigned burst = 0;

	while (dtap_rate_due(&rate, START + late) <= START + late) {
		dtap_rate_take(&rate);
		burst++;
	}
	return burst;
}

static void
a_late_reader_gets_one_second_at_most_at_once(void **state)
{
	(void)state;
	assert_int_equal(burst_after(0), 1);
	assert_int_equal(burst_after(100 * MS), 6);
	assert_int_equal(burst_after(SECOND), 51);
	assert_int_equal(burst_after(2 * SECOND), 51);
	assert_int_equal(burst_after(3600 * SECOND), 51);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_first_is_due_at_once_and_the_rest_at_the_rate),
		cmocka_unit_test(a_rate_that_is_no_whole_period_does_not_drift),
		cmocka_unit_test(a_late_reader_gets_one_second_at_most_at_once),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include "sources/file/pace.h"

#include "support/testing.h"

#define S  INT64_C(1000000)    /* of microseconds */
#define NS INT64_C(1000000000) /* of nanoseconds */

static void
moments_count_from_the_first(void **state)
{
	struct dtap_pace pace = dtap_pace_begin(1);

	(void)state;
	assert_int_equal(dtap_pace_due(&pace, 100 * S, 7 * NS), 7 * NS);
	assert_int_equal(dtap_pace_due(&pace, 101 * S, 7 * NS), 8 * NS);
	assert_int_equal(dtap_pace_due(&pace, 101 * S + 1, 9 * NS),
			 8 * NS + 1000);
	/* However late the caller has come by then. */
	assert_int_equal(dtap_pace_due(&pace, 104 * S, 99 * NS), 11 * NS);
}

static void
speed_divides_the_waits(void **state)
{
	struct dtap_pace fast = dtap_pace_begin(4), slow = dtap_pace_begin(0.5);

	(void)state;
	dtap_pace_due(&fast, 0, 0);
	dtap_pace_due(&slow, 0, 0);
	assert_int_equal(dtap_pace_due(&fast, 10 * S, 0), 10 * NS / 4);
	assert_int_equal(dtap_pace_due(&slow, 10 * S, 0), 20 * NS);
}

static void
thousands_of_waits_do_not_drift(void **state)
{
	struct dtap_pace pace = dtap_pace_begin(3);
	int64_t due = 0;

	(void)state;
	for (int64_t i = 0; i <= 300000; i++)
		due = dtap_pace_due(&pace, i * 1000, i);
	assert_int_equal(due, 100 * NS);
}

static void
clock_steps_are_not_waited_for(void **state)
{
	struct dtap_pace pace = dtap_pace_begin(1);

	(void)state;
	dtap_pace_due(&pace, 0, NS);
	assert_int_equal(dtap_pace_due(&pace, 60 * S, 0), 61 * NS);
	/* One microsecond more than a gap may have. */
	assert_int_equal(dtap_pace_due(&pace, 120 * S + 1, 0), 61 * NS);
	assert_int_equal(dtap_pace_due(&pace, 121 * S + 1, 0), 62 * NS);
	assert_int_equal(dtap_pace_due(&pace, 120 * S, 0), 62 * NS);
	assert_int_equal(dtap_pace_due(&pace, 122 * S, 0), 64 * NS);
	/* From the modem's 1980 to today, and back. */
	assert_int_equal(dtap_pace_due(&pace, 1700000000 * S, 0), 64 * NS);
	assert_int_equal(dtap_pace_due(&pace, 0, 0), 64 * NS);
}

static void
the_slowest_speed_stays_in_range(void **state)
{
	struct dtap_pace pace = dtap_pace_begin(1e-300);

	(void)state;
	dtap_pace_due(&pace, 0, NS);
	assert_true(dtap_pace_due(&pace, S, 0) > 1000000 * NS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moments_count_from_the_first),
		cmocka_unit_test(speed_divides_the_waits),
		cmocka_unit_test(thousands_of_waits_do_not_drift),
		cmocka_unit_test(clock_steps_are_not_waited_for),
		cmocka_unit_test(the_slowest_speed_stays_in_range),
	};

	return RUN(tests);
}

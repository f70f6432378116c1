/* SPDX-License-Identifier: MIT */
#include "gsmtap/send_trouble.h"

#include "base/clock.h"
#include "support/testing.h"

#define S DTAP_NS_PER_S

static void
one_warning_for_each_trouble(void **state)
{
	struct dtap_send_trouble trouble = {0};

	(void)state;
	assert_false(dtap_send_trouble_sent(&trouble, 0));
	assert_true(dtap_send_trouble_failed(&trouble, S));
	/* Every second one fails: it is the same trouble. */
	for (int64_t at = 2; at < 40; at += 2) {
		assert_false(dtap_send_trouble_sent(&trouble, at * S));
		assert_false(dtap_send_trouble_failed(&trouble, (at + 1) * S));
	}
}

static void
it_ends_after_a_time_without_failures(void **state)
{
	struct dtap_send_trouble trouble = {0};

	(void)state;
	assert_true(dtap_send_trouble_failed(&trouble, 0));
	assert_false(dtap_send_trouble_sent(&trouble, 10 * S - 1));
	assert_true(dtap_send_trouble_sent(&trouble, 10 * S));
	assert_false(dtap_send_trouble_sent(&trouble, 11 * S));
	assert_true(dtap_send_trouble_failed(&trouble, 12 * S));
}

/* Nothing was sent between the two. */
static void
a_failure_long_after_is_another_trouble(void **state)
{
	struct dtap_send_trouble trouble = {0};

	(void)state;
	assert_true(dtap_send_trouble_failed(&trouble, 0));
	assert_true(dtap_send_trouble_failed(&trouble, 10 * S));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_warning_for_each_trouble),
		cmocka_unit_test(it_ends_after_a_time_without_failures),
		cmocka_unit_test(a_failure_long_after_is_another_trouble),
	};

	return RUN(tests);
}

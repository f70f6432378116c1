/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/random.h"
#include "support/testing.h"

static void
two_calls_give_different_bytes(void **state)
{
	uint8_t one[256] = {0}, other[256] = {0};

	(void)state;
	assert_int_equal(dtap_random_bytes(one, sizeof one), 0);
	assert_int_equal(dtap_random_bytes(other, sizeof other), 0);
	assert_memory_not_equal(one, other, sizeof one);
}

static void
the_whole_of_a_request_is_filled_and_no_more(void **state)
{
	static const uint8_t none[8];
	uint8_t bytes[24] = {0};

	(void)state;
	assert_int_equal(dtap_random_bytes(bytes + 8, 8), 0);
	assert_memory_equal(bytes, none, 8);
	assert_memory_not_equal(bytes + 8, none, 8);
	assert_memory_equal(bytes + 16, none, 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_calls_give_different_bytes),
		cmocka_unit_test(the_whole_of_a_request_is_filled_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

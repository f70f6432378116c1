/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/dynlib.h"
#include "support/testing.h"

struct calls {
	__typeof__(&strlen) length;
	__typeof__(&strcmp) compare;
};

static const struct dtap_dynlib_call of_libc[] = {
	{"strcmp", offsetof(struct calls, compare)},
	{"strlen", offsetof(struct calls, length)},
};

static bool
load(const char *const *names, const struct dtap_dynlib_call *calls,
     size_t count, void *pointers)
{
	const struct dtap_dynlib library = {names, calls, count};

	return dtap_dynlib_load(&library, pointers);
}

static void
the_first_library_found_gives_its_functions(void **state)
{
	static const char *const names[] = {"libnone.so.0", "libc.so.6",
					    "libnone.so.1", NULL};
	struct calls calls = {NULL, NULL};

	(void)state;
	assert_true(load(names, of_libc, 2, &calls));
	assert_int_equal(calls.length("four"), 4);
	assert_int_equal(calls.compare("four", "four"), 0);
}

static void
no_library_found_is_reported(void **state)
{
	static const char *const names[] = {"libnone.so.0", NULL};
	struct calls calls;

	(void)state;
	assert_false(load(names, of_libc, 2, &calls));
}

static void
a_library_that_lacks_a_function_is_refused(void **state)
{
	static const char *const names[] = {"libc.so.6", NULL};
	static const struct dtap_dynlib_call lacking[] = {
		{"strlen", offsetof(struct calls, length)},
		{"dtap_no_such_call", offsetof(struct calls, compare)},
	};
	struct calls calls;

	(void)state;
	assert_false(load(names, lacking, 2, &calls));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_library_found_gives_its_functions),
		cmocka_unit_test(no_library_found_is_reported),
		cmocka_unit_test(a_library_that_lacks_a_function_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

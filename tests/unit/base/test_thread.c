/* SPDX-License-Identifier: MIT */
/* A thread has the name that it was started with, and runs what it was given.
 */
#include "support/testing.h"

#include <stdatomic.h>

#include "base/thread.h"

struct seen {
	char name[16];
	pthread_t self;
};

static void *
look(void *arg)
{
	struct seen *seen = arg;

	seen->self = pthread_self();
	pthread_getname_np(seen->self, seen->name, sizeof seen->name);
	return arg;
}

static void
a_thread_has_its_name(void **state)
{
	struct seen seen;
	pthread_t thread;
	void *result;

	(void)state;
	assert_int_equal(dtap_thread_start(&thread, "fan-out", look, &seen), 0);
	assert_int_equal(pthread_join(thread, &result), 0);
	assert_ptr_equal(result, &seen);
	assert_string_equal(seen.name, "fan-out");
	assert_false(pthread_equal(seen.self, pthread_self()));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thread_has_its_name),
	};

	return RUN(tests);
}

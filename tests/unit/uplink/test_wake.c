/* SPDX-License-Identifier: MIT */
#include "uplink/wake.h"

#include <pthread.h>

#include "base/clock.h"
#include "support/testing.h"

#define MANY  3
#define SHORT (20 * DTAP_NS_PER_MS)
#define LONG  (60 * DTAP_NS_PER_S) /* with a machine that is busy */

static struct dtap_wake
wake_of(void)
{
	struct dtap_wake wake;

	assert_int_equal(dtap_wake_init(&wake, MANY), 0);
	return wake;
}

/* How long it waits, ns. */
static int64_t
wait_of(struct dtap_wake *wake, int64_t longest, int64_t rest)
{
	int64_t began = dtap_clock_now();

	dtap_wake_await(wake, began + longest, rest);
	return dtap_clock_now() - began;
}

static void
it_waits_until_its_time(void **state)
{
	struct dtap_wake wake = wake_of();

	(void)state;
	assert_true(wait_of(&wake, SHORT, 0) >= SHORT);
	assert_true(wait_of(&wake, SHORT, LONG) >= SHORT);
	dtap_wake_clear(&wake);
}

static void
few_news_do_not_end_a_rest(void **state)
{
	struct dtap_wake wake = wake_of();
	int64_t waited;

	(void)state;
	dtap_wake_news(&wake);
	dtap_wake_news(&wake);
	waited = wait_of(&wake, LONG, SHORT);
	assert_true(waited >= SHORT && waited < LONG);
	/* They have been heard, and count no more. */
	dtap_wake_news(&wake);
	assert_true(wait_of(&wake, SHORT, LONG) >= SHORT);
	dtap_wake_clear(&wake);
}

static void
many_news_do(void **state)
{
	struct dtap_wake wake = wake_of();

	(void)state;
	for (int i = 0; i < MANY; i++)
		dtap_wake_news(&wake);
	assert_true(wait_of(&wake, LONG, LONG) < LONG);
	dtap_wake_limit(&wake, 1);
	dtap_wake_news(&wake);
	assert_true(wait_of(&wake, LONG, LONG) < LONG);
	dtap_wake_clear(&wake);
}

static void *
send_news(void *arg)
{
	dtap_clock_sleep(dtap_clock_now() + SHORT);
	dtap_wake_news(arg);
	return NULL;
}

static void *
send_now(void *arg)
{
	dtap_clock_sleep(dtap_clock_now() + SHORT);
	dtap_wake_now(arg);
	return NULL;
}

/* While another thread calls `ends`. */
static int64_t
wait_with(void *(*ends)(void *arg), int64_t rest)
{
	struct dtap_wake wake = wake_of();
	pthread_t thread;
	int64_t waited;

	assert_int_equal(pthread_create(&thread, NULL, ends, &wake), 0);
	waited = wait_of(&wake, LONG, rest);
	pthread_join(thread, NULL);
	dtap_wake_clear(&wake);
	return waited;
}

static void
the_first_news_after_the_rest_end_the_wait(void **state)
{
	(void)state;
	assert_true(wait_with(send_news, 0) < LONG);
	assert_true(wait_with(send_news, SHORT) < LONG);
}

static void
now_ends_a_rest(void **state)
{
	struct dtap_wake wake = wake_of();

	(void)state;
	assert_true(wait_with(send_now, LONG) < LONG);
	dtap_wake_now(&wake); /* before the wait */
	assert_true(wait_of(&wake, LONG, LONG) < LONG);
	dtap_wake_clear(&wake);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_waits_until_its_time),
		cmocka_unit_test(few_news_do_not_end_a_rest),
		cmocka_unit_test(many_news_do),
		cmocka_unit_test(the_first_news_after_the_rest_end_the_wait),
		cmocka_unit_test(now_ends_a_rest),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include "nats/spent.h"

#include "support/testing.h"

/* libnats only passes them on: here they count. */
static void
destroy(natsMsg *message)
{
	++*(unsigned *)message;
}

static const struct dtap_libnats nats = {.message_destroy = destroy};

static natsMsg *
message_of(unsigned *destroyed)
{
	return (natsMsg *)destroyed;
}

static void
they_are_destroyed_together(void **state)
{
	struct dtap_spent spent = {.count = 0};
	unsigned destroyed = 0;

	(void)state;
	for (unsigned i = 0; i < DTAP_SPENT_MESSAGES; i++) {
		assert_int_equal(destroyed, 0);
		dtap_spent_add(&spent, &nats, message_of(&destroyed), 1);
	}
	assert_int_equal(destroyed, DTAP_SPENT_MESSAGES);
}

static void
few_bytes_are_kept(void **state)
{
	struct dtap_spent spent = {.count = 0};
	unsigned destroyed = 0;

	(void)state;
	dtap_spent_add(&spent, &nats, message_of(&destroyed),
		       DTAP_SPENT_BYTES - 1);
	assert_int_equal(destroyed, 0);
	dtap_spent_add(&spent, &nats, message_of(&destroyed), 1);
	assert_int_equal(destroyed, 2);
	/* And from then on as before. */
	dtap_spent_add(&spent, &nats, message_of(&destroyed), 1);
	assert_int_equal(destroyed, 2);
}

static void
clear_destroys_each_once(void **state)
{
	struct dtap_spent spent = {.count = 0};
	unsigned destroyed = 0;

	(void)state;
	dtap_spent_add(&spent, &nats, NULL, 1);
	dtap_spent_add(&spent, &nats, message_of(&destroyed), 1);
	dtap_spent_clear(&spent, &nats);
	dtap_spent_clear(&spent, &nats);
	assert_int_equal(destroyed, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(they_are_destroyed_together),
		cmocka_unit_test(few_bytes_are_kept),
		cmocka_unit_test(clear_destroys_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

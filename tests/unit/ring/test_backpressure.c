/* SPDX-License-Identifier: MIT */
#include "ring/backpressure.h"

#include "support/testing.h"

/* A ring's list of three, at blocks 3, 5 and 7. */
struct crowd {
	struct dtap_backpressure backpressure;
	struct dtap_subscriber list, at3, at5, at7;
};

static void
add(struct crowd *crowd, struct dtap_subscriber *subscriber, uint64_t block)
{
	struct dtap_subscriber *list = &crowd->list;

	*subscriber = (struct dtap_subscriber){
		.prev = list->prev, .next = list, .block = block};
	list->prev->next = subscriber;
	list->prev = subscriber;
	dtap_backpressure_joined(&crowd->backpressure, subscriber);
}

static int
set_up(void **state)
{
	static struct crowd crowd;

	dtap_backpressure_init(&crowd.backpressure);
	crowd.list.prev = crowd.list.next = &crowd.list;
	add(&crowd, &crowd.at3, 3);
	add(&crowd, &crowd.at5, 5);
	add(&crowd, &crowd.at7, 7);
	*state = &crowd;
	return 0;
}

static int
tear_down(void **state)
{
	dtap_backpressure_destroy(&((struct crowd *)*state)->backpressure);
	return 0;
}

static void
begin(struct crowd *crowd, uint64_t goal)
{
	dtap_backpressure_begin(&crowd->backpressure, goal, &crowd->list);
}

static void
end(struct crowd *crowd, uint64_t head)
{
	dtap_backpressure_end(&crowd->backpressure, head, &crowd->list);
}

static void
take(struct crowd *crowd, struct dtap_subscriber *subscriber, uint64_t next)
{
	dtap_backpressure_taken(&crowd->backpressure, subscriber, next);
	subscriber->block = next;
}

static void
the_wait_is_for_those_before_the_goal(void **state)
{
	struct crowd *crowd = *state;

	begin(crowd, 7);
	assert_int_equal(crowd->backpressure.behind, 2);
	take(crowd, &crowd->at3, 6);
	assert_int_equal(crowd->backpressure.behind, 2);
	take(crowd, &crowd->at3, 7);
	take(crowd, &crowd->at7, 8);
	assert_int_equal(crowd->backpressure.behind, 1);
	take(crowd, &crowd->at5, 9);
	assert_int_equal(crowd->backpressure.behind, 0);
	take(crowd, &crowd->at5, 10);
	assert_int_equal(crowd->backpressure.behind, 0);
	end(crowd, 0);
	assert_int_equal(crowd->backpressure.passed_by_all, 7);
}

static void
who_goes_is_not_waited_for(void **state)
{
	struct crowd *crowd = *state;

	begin(crowd, 6);
	dtap_backpressure_left(&crowd->backpressure, &crowd->at5);
	dtap_backpressure_left(&crowd->backpressure, &crowd->at7);
	assert_int_equal(crowd->backpressure.behind, 1);
	dtap_backpressure_left(&crowd->backpressure, &crowd->at3);
	assert_int_equal(crowd->backpressure.behind, 0);
}

static void
who_sleeps_is_not_waited_for_until_it_wakes(void **state)
{
	struct crowd *crowd = *state;

	begin(crowd, 7);
	take(crowd, &crowd->at5, 6);
	end(crowd, 7);
	assert_true(crowd->at3.stalled);
	assert_false(crowd->at5.stalled);
	assert_int_equal(crowd->backpressure.passed_by_all, 6);
	begin(crowd, 7);
	assert_int_equal(crowd->backpressure.behind, 1);
	take(crowd, &crowd->at3, 4);
	assert_false(crowd->at3.stalled);
	assert_int_equal(crowd->backpressure.behind, 2);
	assert_int_equal(crowd->backpressure.passed_by_all, 4);
	dtap_backpressure_left(&crowd->backpressure, &crowd->at3);
	dtap_backpressure_left(&crowd->backpressure, &crowd->at5);
	assert_int_equal(crowd->backpressure.behind, 0);
}

static void
who_sleeps_and_goes_ends_no_wait(void **state)
{
	struct crowd *crowd = *state;

	begin(crowd, 7);
	take(crowd, &crowd->at5, 6);
	end(crowd, 7);
	begin(crowd, 7);
	dtap_backpressure_left(&crowd->backpressure, &crowd->at3);
	assert_int_equal(crowd->backpressure.behind, 1);
}

static void
who_wakes_beyond_the_goal_is_not_waited_for(void **state)
{
	struct crowd *crowd = *state;

	begin(crowd, 7);
	take(crowd, &crowd->at5, 6);
	end(crowd, 7);
	begin(crowd, 7);
	take(crowd, &crowd->at3, 8);
	assert_int_equal(crowd->backpressure.behind, 1);
}

static void
who_comes_with_the_oldest_is_waited_for(void **state)
{
	struct crowd *crowd = *state;
	struct dtap_subscriber late;

	begin(crowd, 3);
	assert_int_equal(crowd->backpressure.behind, 0);
	end(crowd, 0);
	assert_int_equal(crowd->backpressure.passed_by_all, 3);
	add(crowd, &late, 1);
	assert_int_equal(crowd->backpressure.passed_by_all, 1);
	begin(crowd, 3);
	assert_int_equal(crowd->backpressure.behind, 1);
	add(crowd, &late, 2);
	assert_int_equal(crowd->backpressure.behind, 2);
}

static void
a_wait_cut_short_clears_nobody(void **state)
{
	struct crowd *crowd = *state;

	begin(crowd, 7);
	end(crowd, 0);
	assert_int_equal(crowd->backpressure.passed_by_all, 3);
	assert_false(crowd->at3.stalled);
}

/* ... also beyond the goal: one wait is enough to know of all. */
static void
whoever_has_not_moved_sleeps(void **state)
{
	struct crowd *crowd = *state;

	begin(crowd, 4);
	end(crowd, 7);
	assert_true(crowd->at3.stalled);
	assert_true(crowd->at5.stalled);
	assert_false(crowd->at7.stalled); /* there is nothing for it yet */
	assert_int_equal(crowd->backpressure.passed_by_all, 4);
}

static void
who_takes_a_part_of_a_block_is_awake(void **state)
{
	struct crowd *crowd = *state;

	begin(crowd, 7);
	dtap_backpressure_moved(&crowd->backpressure, &crowd->at3);
	assert_int_equal(crowd->backpressure.behind, 2);
	end(crowd, 7);
	assert_false(crowd->at3.stalled);
	assert_true(crowd->at5.stalled);
	assert_int_equal(crowd->backpressure.passed_by_all, 3);
	begin(crowd, 7);
	assert_int_equal(crowd->backpressure.behind, 1);
	dtap_backpressure_moved(&crowd->backpressure, &crowd->at5);
	assert_false(crowd->at5.stalled);
	assert_int_equal(crowd->backpressure.behind, 2);
	/* To have moved before counts for nothing. */
	end(crowd, 0);
	begin(crowd, 7);
	end(crowd, 7);
	assert_true(crowd->at3.stalled);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_wait_is_for_those_before_the_goal),
		TEST(who_goes_is_not_waited_for),
		TEST(who_sleeps_is_not_waited_for_until_it_wakes),
		TEST(who_sleeps_and_goes_ends_no_wait),
		TEST(who_wakes_beyond_the_goal_is_not_waited_for),
		TEST(who_comes_with_the_oldest_is_waited_for),
		TEST(a_wait_cut_short_clears_nobody),
		TEST(whoever_has_not_moved_sleeps),
		TEST(who_takes_a_part_of_a_block_is_awake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

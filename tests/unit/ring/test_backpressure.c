/* SPDX-License-Identifier: MIT */
#include "ring/backpressure.h"

#include "support/testing.h"

/* A ring's list of three, at blocks 3, 5 and 7. */
struct subscribers {
	struct dtap_backpressure backpressure;
	struct dtap_subscriber list, at3, at5, at7;
};

static void
add(struct subscribers *subscribers, struct dtap_subscriber *subscriber,
    uint64_t block)
{
	struct dtap_subscriber *list = &subscribers->list;

	*subscriber = (struct dtap_subscriber){
		.prev = list->prev, .next = list, .block = block};
	list->prev->next = subscriber;
	list->prev = subscriber;
	dtap_backpressure_joined(&subscribers->backpressure, subscriber);
}

static int
set_up(void **state)
{
	static struct subscribers subscribers;

	dtap_backpressure_init(&subscribers.backpressure);
	subscribers.list.prev = subscribers.list.next = &subscribers.list;
	add(&subscribers, &subscribers.at3, 3);
	add(&subscribers, &subscribers.at5, 5);
	add(&subscribers, &subscribers.at7, 7);
	*state = &subscribers;
	return 0;
}

static int
tear_down(void **state)
{
	dtap_backpressure_destroy(
		&((struct subscribers *)*state)->backpressure);
	return 0;
}

static void
begin(struct subscribers *subscribers, uint64_t goal)
{
	dtap_backpressure_begin(&subscribers->backpressure, goal,
				&subscribers->list);
}

static void
end(struct subscribers *subscribers, uint64_t head)
{
	dtap_backpressure_end(&subscribers->backpressure, head,
			      &subscribers->list);
}

static void
take(struct subscribers *subscribers, struct dtap_subscriber *subscriber,
     uint64_t next)
{
	dtap_backpressure_taken(&subscribers->backpressure, subscriber, next);
	subscriber->block = next;
}

static void
the_wait_is_for_those_before_the_goal(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 7);
	assert_int_equal(subscribers->backpressure.behind, 2);
	take(subscribers, &subscribers->at3, 6);
	assert_int_equal(subscribers->backpressure.behind, 2);
	take(subscribers, &subscribers->at3, 7);
	take(subscribers, &subscribers->at7, 8);
	assert_int_equal(subscribers->backpressure.behind, 1);
	take(subscribers, &subscribers->at5, 9);
	assert_int_equal(subscribers->backpressure.behind, 0);
	take(subscribers, &subscribers->at5, 10);
	assert_int_equal(subscribers->backpressure.behind, 0);
	end(subscribers, 0);
	assert_int_equal(subscribers->backpressure.passed_by_all, 7);
}

static void
who_goes_is_not_waited_for(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 6);
	dtap_backpressure_left(&subscribers->backpressure, &subscribers->at5);
	dtap_backpressure_left(&subscribers->backpressure, &subscribers->at7);
	assert_int_equal(subscribers->backpressure.behind, 1);
	dtap_backpressure_left(&subscribers->backpressure, &subscribers->at3);
	assert_int_equal(subscribers->backpressure.behind, 0);
}

static void
who_sleeps_is_not_waited_for_until_it_wakes(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 7);
	take(subscribers, &subscribers->at5, 6);
	end(subscribers, 7);
	assert_true(subscribers->at3.stalled);
	assert_false(subscribers->at5.stalled);
	assert_int_equal(subscribers->backpressure.passed_by_all, 6);
	begin(subscribers, 7);
	assert_int_equal(subscribers->backpressure.behind, 1);
	take(subscribers, &subscribers->at3, 4);
	assert_false(subscribers->at3.stalled);
	assert_int_equal(subscribers->backpressure.behind, 2);
	assert_int_equal(subscribers->backpressure.passed_by_all, 4);
	dtap_backpressure_left(&subscribers->backpressure, &subscribers->at3);
	dtap_backpressure_left(&subscribers->backpressure, &subscribers->at5);
	assert_int_equal(subscribers->backpressure.behind, 0);
}

static void
who_sleeps_and_goes_ends_no_wait(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 7);
	take(subscribers, &subscribers->at5, 6);
	end(subscribers, 7);
	begin(subscribers, 7);
	dtap_backpressure_left(&subscribers->backpressure, &subscribers->at3);
	assert_int_equal(subscribers->backpressure.behind, 1);
}

static void
who_wakes_beyond_the_goal_is_not_waited_for(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 7);
	take(subscribers, &subscribers->at5, 6);
	end(subscribers, 7);
	begin(subscribers, 7);
	take(subscribers, &subscribers->at3, 8);
	assert_int_equal(subscribers->backpressure.behind, 1);
}

static void
who_comes_with_the_oldest_is_waited_for(void **state)
{
	struct subscribers *subscribers = *state;
	struct dtap_subscriber late;

	begin(subscribers, 3);
	assert_int_equal(subscribers->backpressure.behind, 0);
	end(subscribers, 0);
	assert_int_equal(subscribers->backpressure.passed_by_all, 3);
	add(subscribers, &late, 1);
	assert_int_equal(subscribers->backpressure.passed_by_all, 1);
	begin(subscribers, 3);
	assert_int_equal(subscribers->backpressure.behind, 1);
	add(subscribers, &late, 2);
	assert_int_equal(subscribers->backpressure.behind, 2);
}

static void
a_wait_cut_short_clears_nobody(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 7);
	end(subscribers, 0);
	assert_int_equal(subscribers->backpressure.passed_by_all, 3);
	assert_false(subscribers->at3.stalled);
}

/* ... also beyond the goal: one wait is enough to know of all. */
static void
whoever_has_not_moved_sleeps(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 4);
	end(subscribers, 7);
	assert_true(subscribers->at3.stalled);
	assert_true(subscribers->at5.stalled);
	assert_false(
		subscribers->at7.stalled); /* there is nothing for it yet */
	assert_int_equal(subscribers->backpressure.passed_by_all, 4);
}

static void
who_takes_a_part_of_a_block_is_awake(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 7);
	dtap_backpressure_moved(&subscribers->backpressure, &subscribers->at3);
	assert_int_equal(subscribers->backpressure.behind, 2);
	end(subscribers, 7);
	assert_false(subscribers->at3.stalled);
	assert_true(subscribers->at5.stalled);
	assert_int_equal(subscribers->backpressure.passed_by_all, 3);
	begin(subscribers, 7);
	assert_int_equal(subscribers->backpressure.behind, 1);
	dtap_backpressure_moved(&subscribers->backpressure, &subscribers->at5);
	assert_false(subscribers->at5.stalled);
	assert_int_equal(subscribers->backpressure.behind, 2);
	/* To have moved before counts for nothing. */
	end(subscribers, 0);
	begin(subscribers, 7);
	end(subscribers, 7);
	assert_true(subscribers->at3.stalled);
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

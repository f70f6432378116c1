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
a_wait_is_for_subscribers_before_the_goal(void **state)
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
a_subscriber_that_leaves_is_not_waited_for(void **state)
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
a_stalled_subscriber_is_not_waited_for_until_it_moves(void **state)
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
a_stalled_subscriber_that_leaves_ends_no_wait(void **state)
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
a_stalled_subscriber_that_moves_past_the_goal_is_not_waited_for(void **state)
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
a_new_subscriber_at_the_oldest_block_is_waited_for(void **state)
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
a_cancelled_wait_clears_no_stalled_subscriber(void **state)
{
	struct subscribers *subscribers = *state;

	begin(subscribers, 7);
	end(subscribers, 0);
	assert_int_equal(subscribers->backpressure.passed_by_all, 3);
	assert_false(subscribers->at3.stalled);
}

/* ... also beyond the goal: one wait is enough to know of all. */
static void
a_subscriber_that_has_not_moved_is_stalled(void **state)
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
a_subscriber_that_took_part_of_a_block_is_not_stalled(void **state)
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
		TEST(a_wait_is_for_subscribers_before_the_goal),
		TEST(a_subscriber_that_leaves_is_not_waited_for),
		TEST(a_stalled_subscriber_is_not_waited_for_until_it_moves),
		TEST(a_stalled_subscriber_that_leaves_ends_no_wait),
		TEST(a_stalled_subscriber_that_moves_past_the_goal_is_not_waited_for),
		TEST(a_new_subscriber_at_the_oldest_block_is_waited_for),
		TEST(a_cancelled_wait_clears_no_stalled_subscriber),
		TEST(a_subscriber_that_has_not_moved_is_stalled),
		TEST(a_subscriber_that_took_part_of_a_block_is_not_stalled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

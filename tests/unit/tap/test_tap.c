/* SPDX-License-Identifier: MIT */
#include <dtap/tap.h>

#include <errno.h>
#include <pthread.h>

#include "base/clock.h"
#include "support/scripted_source.h"
#include "support/testing.h"

/* What the tap told, and a place to wait for it or for a block. */
struct told {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum dtap_tap_state state;
	unsigned retries;
	char why[256];
	unsigned wakes;
};

static void
told_init(struct told *told)
{
	*told = (struct told){0};
	pthread_mutex_init(&told->lock, NULL);
	pthread_cond_init(&told->changed, NULL);
}

static void
on_state(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
	 const char *why)
{
	struct told *told = arg;

	(void)tap;
	pthread_mutex_lock(&told->lock);
	told->state = state;
	told->retries += state == DTAP_TAP_RETRYING;
	if (*why != '\0')
		snprintf(told->why, sizeof told->why, "%s", why);
	pthread_cond_broadcast(&told->changed);
	pthread_mutex_unlock(&told->lock);
}

static void
on_block(void *arg)
{
	struct told *told = arg;

	pthread_mutex_lock(&told->lock);
	told->wakes++;
	pthread_cond_broadcast(&told->changed);
	pthread_mutex_unlock(&told->lock);
}

static void
await_state(struct told *told, enum dtap_tap_state state)
{
	pthread_mutex_lock(&told->lock);
	while (told->state != state)
		pthread_cond_wait(&told->changed, &told->lock);
	pthread_mutex_unlock(&told->lock);
}

static const struct dtap_tap_options defaults = {
	.name = "test",
	.ring_bytes = 1 << 20,
	.flush_ms = 10,
	.snaplen = DTAP_SNAPLEN_MAX,
};

static struct dtap_tap *
make_tap(const struct dtap_tap_options *options, struct told *told,
	 const struct scripted_step *steps, size_t count)
{
	struct dtap_tap *tap =
		dtap_tap_new(options, scripted_new(steps, count));

	assert_non_null(tap);
	told_init(told);
	assert_int_equal(dtap_ring_watch(dtap_tap_ring(tap), on_block, told),
			 0);
	return tap;
}

/* Waits for `containers`, then for nothing more; returns what a lag cost. */
static uint64_t
drain(struct dtap_tap *tap, struct dtap_subscriber *subscriber,
      struct told *told, uint64_t containers)
{
	struct dtap_ring *ring = dtap_tap_ring(tap);
	uint64_t lost = 0;

	while (containers > 0) {
		struct dtap_block *block;
		struct dtap_amount loss;
		unsigned seen;

		pthread_mutex_lock(&told->lock);
		seen = told->wakes;
		pthread_mutex_unlock(&told->lock);
		if (dtap_ring_next(ring, subscriber, &block, &loss) ==
		    DTAP_NEXT_BLOCK) {
			containers -= dtap_block_containers(block);
			lost += loss.containers;
			dtap_block_unref(block);
			continue;
		}
		pthread_mutex_lock(&told->lock);
		while (told->wakes == seen)
			pthread_cond_wait(&told->changed, &told->lock);
		pthread_mutex_unlock(&told->lock);
	}
	return lost;
}

static void
every_container_is_in_the_ring_before_the_reader_blocks(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_CONTAINER,
		 .size = 100,
		 .mark = 'a',
		 .times = 1000},
		{.what = SCRIPTED_NOTHING},
		{.what = SCRIPTED_CONTAINER,
		 .size = 200,
		 .mark = 'b',
		 .times = 3},
	};
	struct dtap_subscriber subscriber;
	struct dtap_tap_status status;
	struct told told;
	struct dtap_tap *tap = make_tap(&defaults, &told, steps, COUNT(steps));

	(void)state;
	dtap_ring_subscribe(dtap_tap_ring(tap), &subscriber);
	assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
	assert_int_equal(drain(tap, &subscriber, &told, 1003), 0);
	dtap_tap_status(tap, &status);
	assert_int_equal(status.state, DTAP_TAP_RUNNING);
	assert_int_equal(status.read.containers, 1003);
	assert_int_equal(status.read.bytes, 100600);
	assert_int_equal(status.dropped.containers, 0);
	dtap_tap_stop(tap);
	dtap_ring_unsubscribe(dtap_tap_ring(tap), &subscriber);
	dtap_tap_free(tap);
}

static void
publish_returns_while_a_subscriber_stalls(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_CONTAINER,
		 .size = 60000,
		 .mark = 'a',
		 .times = 500},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
	};
	struct dtap_subscriber sleeper;
	struct dtap_amount loss;
	struct dtap_block *block;
	struct told told;
	struct dtap_tap *tap = make_tap(&defaults, &told, steps, COUNT(steps));

	(void)state;
	dtap_ring_subscribe(dtap_tap_ring(tap), &sleeper);
	assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
	await_state(&told, DTAP_TAP_ENDED);
	assert_int_equal(
		dtap_ring_next(dtap_tap_ring(tap), &sleeper, &block, &loss),
		DTAP_NEXT_BLOCK);
	assert_true(loss.containers > 400);
	dtap_block_unref(block);
	dtap_tap_stop(tap);
	dtap_ring_unsubscribe(dtap_tap_ring(tap), &sleeper);
	dtap_tap_free(tap);
}

static void
stop_publishes_the_last_whole_block(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'a'},
		{.what = SCRIPTED_CONTAINER,
		 .size = 10,
		 .mark = 'b',
		 .times = 5},
	};
	struct dtap_tap_options slow = defaults;
	struct dtap_ring_status ring;
	struct dtap_tap_status status;
	struct told told;
	struct dtap_tap *tap;

	(void)state;
	slow.flush_ms = 3600000;
	tap = make_tap(&slow, &told, steps, COUNT(steps));
	assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
	do
		dtap_tap_status(tap, &status);
	while (status.read.containers < 6);
	dtap_ring_status(dtap_tap_ring(tap), &ring);
	assert_int_equal(ring.containers, 1); /* the leading edge */
	dtap_tap_stop(tap);
	dtap_ring_status(dtap_tap_ring(tap), &ring);
	assert_int_equal(ring.containers, 6);
	assert_true(ring.ended);
	dtap_tap_free(tap);
}

static void
a_source_that_fails_is_opened_anew(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_OPEN,
		 .error = EBUSY,
		 .why = "somebody has it"},
		{.what = SCRIPTED_OPEN},
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'a'},
		{.what = SCRIPTED_FAIL, .error = EIO, .why = "unplugged"},
		{.what = SCRIPTED_OPEN},
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'b'},
	};
	struct dtap_subscriber subscriber;
	struct dtap_tap_status status;
	struct told told;
	struct dtap_tap *tap = make_tap(&defaults, &told, steps, COUNT(steps));

	(void)state;
	dtap_ring_subscribe(dtap_tap_ring(tap), &subscriber);
	assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
	assert_int_equal(drain(tap, &subscriber, &told, 2), 0);
	dtap_tap_status(tap, &status);
	assert_int_equal(status.failures, 2);
	assert_int_equal(told.retries, 2);
	assert_string_equal(told.why, "unplugged");
	dtap_tap_stop(tap);
	dtap_ring_unsubscribe(dtap_tap_ring(tap), &subscriber);
	dtap_tap_free(tap);
}

/* At least 100, 200 and 400 ms: a busy machine takes longer. */
static void
each_retry_waits_twice_as_long(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_OPEN, .error = EBUSY},
		{.what = SCRIPTED_OPEN, .error = EBUSY},
		{.what = SCRIPTED_OPEN, .error = EBUSY},
		{.what = SCRIPTED_OPEN},
	};
	struct told told;
	struct dtap_tap *tap = make_tap(&defaults, &told, steps, COUNT(steps));
	int64_t begun = dtap_clock_now();

	(void)state;
	assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
	await_state(&told, DTAP_TAP_RUNNING);
	assert_true(dtap_clock_now() - begun >= 700 * DTAP_NS_PER_MS);
	dtap_tap_stop(tap);
	dtap_tap_free(tap);
}

static void
a_source_waits_for_its_subscribers(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_CONTAINER,
		 .size = 10,
		 .mark = 'a',
		 .times = 100},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
	};
	struct dtap_tap_options two = defaults;
	struct dtap_subscriber first, second;
	struct dtap_tap_status status;
	struct told told;
	struct dtap_tap *tap;

	(void)state;
	two.wait_subscribers = 2;
	tap = make_tap(&two, &told, steps, COUNT(steps));
	assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
	dtap_ring_subscribe(dtap_tap_ring(tap), &first);
	await_state(&told, DTAP_TAP_WAITING);
	dtap_tap_status(tap, &status);
	assert_int_equal(status.read.containers, 0);
	dtap_ring_subscribe(dtap_tap_ring(tap), &second);
	assert_int_equal(drain(tap, &first, &told, 100), 0);
	assert_int_equal(drain(tap, &second, &told, 100), 0);
	dtap_tap_stop(tap);
	dtap_ring_unsubscribe(dtap_tap_ring(tap), &first);
	dtap_ring_unsubscribe(dtap_tap_ring(tap), &second);
	dtap_tap_free(tap);
}

static void
ends_as_at_end_says(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'a'},
		{.what = SCRIPTED_FAIL, .error = ENODATA, .why = "cut short"},
	};
	static const struct {
		enum dtap_at_end at_end;
		bool ended;
	} cases[] = {
		{DTAP_AT_END_END, true},
		{DTAP_AT_END_EXIT, true},
		{DTAP_AT_END_HOLD, false},
		{DTAP_AT_END_LOOP, true}, /* what is broken is not looped */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_tap_options options = defaults;
		struct dtap_ring_status ring;
		struct told told;
		struct dtap_tap *tap;

		options.at_end = cases[i].at_end;
		tap = make_tap(&options, &told, steps, COUNT(steps));
		assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
		await_state(&told, DTAP_TAP_ENDED);
		dtap_ring_status(dtap_tap_ring(tap), &ring);
		assert_int_equal(ring.containers, 1);
		assert_int_equal(ring.ended, cases[i].ended);
		assert_string_equal(told.why, "cut short");
		dtap_tap_stop(tap);
		dtap_tap_free(tap);
	}
}

static void
a_loop_plays_again(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_OPEN},
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'a'},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
		{.what = SCRIPTED_OPEN},
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'b'},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
	};
	struct dtap_tap_options loop = defaults;
	struct dtap_subscriber subscriber;
	struct told told;
	struct dtap_tap *tap;

	(void)state;
	loop.at_end = DTAP_AT_END_LOOP;
	tap = make_tap(&loop, &told, steps, COUNT(steps));
	dtap_ring_subscribe(dtap_tap_ring(tap), &subscriber);
	assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
	assert_int_equal(drain(tap, &subscriber, &told, 2), 0);
	dtap_tap_stop(tap);
	dtap_ring_unsubscribe(dtap_tap_ring(tap), &subscriber);
	dtap_tap_free(tap);
}

/* Without times in it a capture would keep a processor busy. */
static void
a_loop_over_a_short_file_is_paced(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_OPEN},
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'a'},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
		{.what = SCRIPTED_OPEN},
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'b'},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
		{.what = SCRIPTED_OPEN},
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'c'},
	};
	struct dtap_tap_options loop = defaults;
	struct dtap_subscriber subscriber;
	struct told told;
	struct dtap_tap *tap;
	int64_t began;

	(void)state;
	loop.at_end = DTAP_AT_END_LOOP;
	tap = make_tap(&loop, &told, steps, COUNT(steps));
	dtap_ring_subscribe(dtap_tap_ring(tap), &subscriber);
	began = dtap_clock_now();
	assert_int_equal(dtap_tap_start(tap, on_state, &told), 0);
	assert_int_equal(drain(tap, &subscriber, &told, 3), 0);
	/* At most one round in each period. */
	assert_true(3 <= 1 + (dtap_clock_now() - began) / DTAP_NS_PER_MS /
					 DTAP_LOOP_PERIOD_MS);
	dtap_tap_stop(tap);
	dtap_ring_unsubscribe(dtap_tap_ring(tap), &subscriber);
	dtap_tap_free(tap);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_container_is_in_the_ring_before_the_reader_blocks),
		cmocka_unit_test(publish_returns_while_a_subscriber_stalls),
		cmocka_unit_test(stop_publishes_the_last_whole_block),
		cmocka_unit_test(a_source_that_fails_is_opened_anew),
		cmocka_unit_test(each_retry_waits_twice_as_long),
		cmocka_unit_test(a_source_waits_for_its_subscribers),
		cmocka_unit_test(ends_as_at_end_says),
		cmocka_unit_test(a_loop_plays_again),
		cmocka_unit_test(a_loop_over_a_short_file_is_paced),
	};

	return RUN(tests);
}

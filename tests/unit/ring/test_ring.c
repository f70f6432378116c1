/* SPDX-License-Identifier: MIT */
#include <dtap/ring.h>

#include <pthread.h>
#include <unistd.h>

#include "support/testing.h"

#define BLOCK 1000 /* payload bytes; its memory is a little more */
#define ROOM  8192 /* a ring that holds fewer than eight of these */

/* Publishes `count` blocks of one container each, whose bytes are `mark`. */
static void
publish(struct dtap_ring *ring, unsigned count, uint8_t mark)
{
	uint8_t bytes[BLOCK];
	const struct dtap_container container = {.data = bytes,
						 .size = sizeof bytes};

	while (count-- > 0) {
		struct dtap_block *block = dtap_block_open(2 * BLOCK);

		memset(bytes, mark, sizeof bytes);
		assert_int_equal(dtap_block_append(block, &container, 262144),
				 0);
		dtap_block_seal(block);
		dtap_ring_publish(ring, block);
	}
}

/* The mark of the subscriber's next block, or -1. */
static int
take(struct dtap_ring *ring, struct dtap_subscriber *subscriber,
     struct dtap_amount *loss)
{
	struct dtap_block *block;
	struct dtap_view view;
	int mark;

	if (dtap_ring_next(ring, subscriber, &block, loss) != DTAP_NEXT_BLOCK)
		return -1;
	view = dtap_block_view(block, DTAP_FORM_RAW, false);
	mark = *(uint8_t *)view.iov[0].iov_base;
	dtap_block_unref(block);
	return mark;
}

static void
a_subscriber_begins_with_the_next_block(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber late;
	struct dtap_amount loss;

	(void)state;
	publish(ring, 2, 'a');
	dtap_ring_subscribe(ring, &late);
	assert_int_equal(take(ring, &late, &loss), -1);
	publish(ring, 1, 'b');
	assert_int_equal(take(ring, &late, &loss), 'b');
	assert_int_equal(loss.containers, 0);
	assert_int_equal(take(ring, &late, &loss), -1);
	dtap_ring_unsubscribe(ring, &late);
	dtap_ring_free(ring);
}

struct waiter {
	struct dtap_ring *ring;
	struct dtap_subscriber subscriber;
	unsigned taken;
	uint64_t lost;
};

static void *
take_until_the_end(void *arg)
{
	struct waiter *waiter = arg;
	struct dtap_block *block;
	struct dtap_amount loss;

	while (dtap_ring_await_next(waiter->ring, &waiter->subscriber, &block,
				    &loss)) {
		waiter->taken++;
		waiter->lost += loss.containers;
		dtap_block_unref(block);
	}
	assert_null(block);
	return NULL;
}

static void
subscribers_that_wait_get_each_block_and_the_end(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct waiter waiters[3];
	pthread_t threads[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		waiters[i] = (struct waiter){.ring = ring};
		dtap_ring_subscribe(ring, &waiters[i].subscriber);
		assert_int_equal(pthread_create(&threads[i], NULL,
						take_until_the_end,
						&waiters[i]),
				 0);
	}
	for (int i = 0; i < 200; i++) {
		publish(ring, 1, 'x');
		usleep(100); /* so that some wait; the test does not need it */
	}
	dtap_ring_end(ring);
	for (int i = 0; i < 3; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(waiters[i].taken + waiters[i].lost, 200);
		dtap_ring_unsubscribe(ring, &waiters[i].subscriber);
	}
	dtap_ring_free(ring);
}

static void
a_subscriber_may_begin_with_the_oldest_held(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber early, late;
	struct dtap_ring_status status;
	struct dtap_amount loss;

	(void)state;
	dtap_ring_subscribe_oldest(ring, &early); /* an empty ring */
	for (uint8_t mark = 0; mark < 100; mark++)
		publish(ring, 1, mark);
	dtap_ring_subscribe_oldest(ring, &late);
	dtap_ring_status(ring, &status);
	for (size_t n = 100 - status.blocks; n < 100; n++) {
		assert_int_equal(take(ring, &late, &loss), n);
		assert_int_equal(loss.containers, 0);
	}
	assert_int_equal(take(ring, &late, &loss), -1);
	assert_int_equal(take(ring, &early, &loss), 100 - status.blocks);
	assert_int_equal(loss.containers, 100 - status.blocks);
	dtap_ring_unsubscribe(ring, &early);
	dtap_ring_unsubscribe(ring, &late);
	dtap_ring_free(ring);
}

static void
slow_subscriber_lags_once_and_goes_on(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber slow;
	struct dtap_ring_status status;
	struct dtap_amount loss;
	uint64_t held;

	(void)state;
	dtap_ring_subscribe(ring, &slow);
	for (uint8_t mark = 0; mark < 100; mark++)
		publish(ring, 1, mark);
	dtap_ring_status(ring, &status);
	held = status.blocks;
	assert_in_range(held, 2, 8);
	loss = dtap_ring_missed(ring, &slow);
	assert_int_equal(loss.containers, 100 - held);
	assert_int_equal(loss.bytes, (100 - held) * BLOCK);
	assert_int_equal(take(ring, &slow, &loss), 100 - held);
	assert_int_equal(dtap_ring_missed(ring, &slow).containers, 0);
	assert_int_equal(loss.containers, 100 - held);
	assert_int_equal(loss.bytes, (100 - held) * BLOCK);
	for (uint64_t mark = 100 - held + 1; mark < 100; mark++) {
		assert_int_equal(take(ring, &slow, &loss), mark);
		assert_int_equal(loss.containers, 0);
		assert_int_equal(loss.bytes, 0);
	}
	assert_int_equal(take(ring, &slow, &loss), -1);
	dtap_ring_unsubscribe(ring, &slow);
	dtap_ring_free(ring);
}

static uint64_t
held_by(struct dtap_ring *ring)
{
	struct dtap_ring_status status;

	dtap_ring_status(ring, &status);
	return status.blocks;
}

/* What it passes may have left the ring meanwhile: it had it all the same. */
static void
a_subscriber_passes_what_it_peeked_at(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber subscriber;
	struct dtap_amount loss, missed;
	struct dtap_block *blocks[4];
	uint64_t held;

	(void)state;
	dtap_ring_subscribe(ring, &subscriber);
	publish(ring, 3, 'a');
	assert_int_equal(dtap_ring_peek(ring, &subscriber, blocks, 2), 2);
	dtap_block_unref(blocks[0]);
	dtap_block_unref(blocks[1]);
	assert_int_equal(dtap_ring_peek(ring, &subscriber, blocks, 4), 3);
	publish(ring, 10, 'b');
	/* Of the 13 there, it has three in hand and the ring has the last. */
	held = held_by(ring);
	assert_int_equal(dtap_ring_lost(ring, &subscriber).containers,
			 13 - held - 3);
	for (int i = 0; i < 2; i++)
		dtap_ring_pass(ring, &subscriber, blocks[i]);
	assert_int_equal(dtap_ring_lost(ring, &subscriber).containers,
			 13 - held - 3);
	dtap_ring_unpeek(ring, &subscriber);
	assert_int_equal(dtap_ring_lost(ring, &subscriber).containers,
			 13 - held - 2);
	for (int i = 0; i < 3; i++)
		dtap_block_unref(blocks[i]);
	/* It would lag: there is nothing to be had without a loss. */
	assert_int_equal(dtap_ring_peek(ring, &subscriber, blocks, 4), 0);
	assert_int_equal(take(ring, &subscriber, &loss), 'b');
	assert_int_equal(loss.containers, subscriber.block - 1 - 2);
	assert_int_equal(loss.bytes, loss.containers * BLOCK);
	assert_int_equal(dtap_ring_lost(ring, &subscriber).containers,
			 loss.containers);
	/* What it misses is lost when it leaves, and stays so. */
	publish(ring, 20, 'c');
	loss = dtap_ring_lost(ring, &subscriber);
	assert_true(loss.containers > 20 + 13 - 3 - 2 * held);
	missed = dtap_ring_missed(ring, &subscriber);
	assert_int_equal(dtap_ring_unsubscribe(ring, &subscriber).bytes,
			 missed.bytes);
	assert_int_equal(dtap_ring_unsubscribe(ring, &subscriber).bytes, 0);
	publish(ring, 20, 'd');
	assert_int_equal(dtap_ring_lost(ring, &subscriber).containers,
			 loss.containers);
	assert_int_equal(dtap_ring_lost(ring, &subscriber).bytes, loss.bytes);
	dtap_ring_free(ring);
}

static void
ring_is_bounded_in_bytes(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_ring_status status;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		publish(ring, 1, 'x');
		dtap_ring_status(ring, &status);
		assert_true(status.bytes <= ROOM);
	}
	assert_int_equal(status.containers, 1000);
	assert_int_equal(status.payload_bytes, 1000 * BLOCK);
	dtap_ring_free(ring);
}

static void
a_block_larger_than_the_ring_is_held_alone(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(BLOCK / 2);
	struct dtap_subscriber subscriber;
	struct dtap_ring_status status;
	struct dtap_amount loss;

	(void)state;
	dtap_ring_subscribe(ring, &subscriber);
	publish(ring, 1, 'a');
	publish(ring, 1, 'b');
	dtap_ring_status(ring, &status);
	assert_int_equal(status.blocks, 1);
	assert_int_equal(take(ring, &subscriber, &loss), 'b');
	assert_int_equal(loss.containers, 1);
	dtap_ring_unsubscribe(ring, &subscriber);
	dtap_ring_free(ring);
}

#define TURNS 20000

static void *
publish_many(void *arg)
{
	publish(arg, TURNS, 'x');
	dtap_ring_end(arg);
	return NULL;
}

/*
 * To make room for such a block all that is held must go, one by one: a
 * subscriber that looks meanwhile finds nothing, not what stood there before.
 */
static void
a_subscriber_that_looks_while_room_is_made_loses_no_count(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(BLOCK);
	struct dtap_subscriber subscriber;
	struct dtap_amount loss;
	struct dtap_block *block;
	uint64_t taken = 0, lost = 0;
	enum dtap_next next;
	pthread_t thread;

	(void)state;
	dtap_ring_subscribe(ring, &subscriber);
	assert_int_equal(pthread_create(&thread, NULL, publish_many, ring), 0);
	while ((next = dtap_ring_next(ring, &subscriber, &block, &loss)) !=
	       DTAP_NEXT_END) {
		assert_true(dtap_ring_missed(ring, &subscriber).containers <=
			    TURNS);
		if (next != DTAP_NEXT_BLOCK)
			continue;
		taken += dtap_block_containers(block);
		lost += loss.containers;
		dtap_block_unref(block);
	}
	pthread_join(thread, NULL);
	assert_int_equal(taken + lost, TURNS);
	dtap_ring_unsubscribe(ring, &subscriber);
	dtap_ring_free(ring);
}

static void
a_block_in_mid_send_stays_whole(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber subscriber;
	struct dtap_block *block;
	struct dtap_amount loss;
	struct dtap_view view;

	(void)state;
	dtap_ring_subscribe(ring, &subscriber);
	publish(ring, 1, 'a');
	assert_int_equal(dtap_ring_next(ring, &subscriber, &block, &loss),
			 DTAP_NEXT_BLOCK);
	publish(ring, 100, 'b');
	view = dtap_block_view(block, DTAP_FORM_RAW, false);
	for (size_t i = 0; i < BLOCK; i++)
		assert_int_equal(((uint8_t *)view.iov[0].iov_base)[i], 'a');
	dtap_block_unref(block);
	dtap_ring_unsubscribe(ring, &subscriber);
	dtap_ring_free(ring);
}

static void
the_end_comes_after_what_is_held(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber subscriber;
	struct dtap_block *block;
	struct dtap_amount loss;

	(void)state;
	dtap_ring_subscribe(ring, &subscriber);
	publish(ring, 1, 'a');
	dtap_ring_end(ring);
	assert_int_equal(take(ring, &subscriber, &loss), 'a');
	assert_int_equal(dtap_ring_next(ring, &subscriber, &block, &loss),
			 DTAP_NEXT_END);
	assert_null(block);
	dtap_ring_unsubscribe(ring, &subscriber);
	dtap_ring_free(ring);
}

static void
count_wake(void *arg)
{
	++*(unsigned *)arg;
}

static void
watchers_receive_of_each_block_and_of_the_end(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	unsigned wakes = 0;

	(void)state;
	assert_int_equal(dtap_ring_watch(ring, count_wake, &wakes), 0);
	publish(ring, 3, 'a');
	assert_int_equal(wakes, 3);
	dtap_ring_end(ring);
	assert_int_equal(wakes, 4);
	dtap_ring_free(ring);
}

#define REPLAYED 2000

static void *
replay(void *arg)
{
	struct dtap_ring *ring = arg;

	for (unsigned i = 0; i < REPLAYED; i++) {
		dtap_ring_await_room(ring, 2 * BLOCK, 60000);
		publish(ring, 1, (uint8_t)i);
	}
	dtap_ring_end(ring);
	return NULL;
}

static void
a_lossless_publisher_loses_nothing_of_a_subscriber_that_reads(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber subscriber;
	struct dtap_block *block;
	struct dtap_amount loss;
	enum dtap_next next;
	unsigned taken = 0;
	pthread_t thread;

	(void)state;
	dtap_ring_subscribe(ring, &subscriber);
	pthread_create(&thread, NULL, replay, ring);
	do {
		next = dtap_ring_next(ring, &subscriber, &block, &loss);
		assert_int_equal(loss.containers, 0);
		if (next == DTAP_NEXT_BLOCK)
			taken++;
		dtap_block_unref(block);
	} while (next != DTAP_NEXT_END);
	assert_int_equal(taken, REPLAYED);
	pthread_join(thread, NULL);
	dtap_ring_unsubscribe(ring, &subscriber);
	dtap_ring_free(ring);
}

#define A_DAY 86400000 /* ms: who is not let go on runs into ctest's limit */

static void *
await_room(void *ring)
{
	dtap_ring_await_room(ring, ROOM, A_DAY);
	return NULL;
}

static void
pass(struct dtap_ring *ring, struct dtap_subscriber *subscriber)
{
	struct dtap_block *block;

	assert_int_equal(dtap_ring_peek(ring, subscriber, &block, 1), 1);
	dtap_ring_pass(ring, subscriber, block);
	dtap_block_unref(block);
}

enum release { BY_TAKING, BY_PASSING, BY_LEAVING, BY_HURRYING };

/* A publisher waits for two who have a block to take; then it need not. */
static void
let_go_on(enum release release)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber first, second;
	struct dtap_amount loss;
	pthread_t thread;

	dtap_ring_subscribe(ring, &first);
	dtap_ring_subscribe(ring, &second);
	publish(ring, 1, 'x');
	pthread_create(&thread, NULL, await_room, ring);
	usleep(1000); /* so that it does wait, mostly */
	if (release == BY_TAKING) {
		assert_int_equal(take(ring, &first, &loss), 'x');
		assert_int_equal(take(ring, &second, &loss), 'x');
	} else if (release == BY_PASSING) {
		pass(ring, &first);
		pass(ring, &second);
	} else if (release == BY_LEAVING) {
		dtap_ring_unsubscribe(ring, &first);
		dtap_ring_unsubscribe(ring, &second);
	} else {
		dtap_ring_cancel_waits(ring);
	}
	pthread_join(thread, NULL);
	assert_false(first.stalled || second.stalled);
	if (release == BY_HURRYING)
		await_room(ring);
	dtap_ring_unsubscribe(ring, &first);
	dtap_ring_unsubscribe(ring, &second);
	dtap_ring_free(ring);
}

static void
a_publisher_that_waits_is_let_go_on(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		for (int release = BY_TAKING; release <= BY_HURRYING; release++)
			let_go_on((enum release)release);
}

/* That all have passed a block says nothing of who begins with it afterwards.
 */
static void
a_lossless_publisher_waits_for_a_new_subscriber_at_the_oldest_block(
	void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber early, late;
	struct dtap_amount loss;

	(void)state;
	dtap_ring_subscribe(ring, &early);
	publish(ring, 2, 'x');
	for (int i = 0; i < 2; i++)
		assert_int_equal(take(ring, &early, &loss), 'x');
	dtap_ring_await_room(ring, ROOM, 60000);
	dtap_ring_subscribe_oldest(ring, &late);
	dtap_ring_await_room(ring, ROOM, 1);
	assert_true(late.stalled);
	assert_false(early.stalled);
	dtap_ring_unsubscribe(ring, &early);
	dtap_ring_unsubscribe(ring, &late);
	dtap_ring_free(ring);
}

static void
a_wait_for_a_stalled_subscriber_ends(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(ROOM);
	struct dtap_subscriber sleeper;
	struct dtap_amount loss;

	(void)state;
	dtap_ring_subscribe(ring, &sleeper);
	for (int i = 0; i < 1000; i++) {
		dtap_ring_await_room(ring, 2 * BLOCK, 1);
		publish(ring, 1, 'x');
	}
	assert_true(sleeper.stalled);
	assert_int_equal(take(ring, &sleeper, &loss), 'x');
	assert_true(loss.containers > 900);
	assert_false(sleeper.stalled);
	dtap_ring_unsubscribe(ring, &sleeper);
	dtap_ring_free(ring);
}

/* Who reads for several clients counts as several, and maybe as none. */
static void
a_cursor_counts_as_its_weight(void **state)
{
	struct dtap_ring *ring = dtap_ring_new(1 << 16);
	struct dtap_subscriber one, several;
	struct dtap_ring_status status;

	(void)state;
	dtap_ring_subscribe(ring, &one);
	dtap_ring_subscribe_for(ring, &several, 0);
	dtap_ring_status(ring, &status);
	assert_int_equal(status.subscribers, 1);
	dtap_ring_weigh(ring, &several, 3);
	dtap_ring_status(ring, &status);
	assert_int_equal(status.subscribers, 4);
	dtap_ring_await_subscribers(ring, 4);
	dtap_ring_weigh(ring, &several, 1);
	dtap_ring_unsubscribe(ring, &several);
	dtap_ring_status(ring, &status);
	assert_int_equal(status.subscribers, 1);
	dtap_ring_unsubscribe(ring, &one);
	dtap_ring_free(ring);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cursor_counts_as_its_weight),
		cmocka_unit_test(a_subscriber_begins_with_the_next_block),
		cmocka_unit_test(
			subscribers_that_wait_get_each_block_and_the_end),
		cmocka_unit_test(a_subscriber_may_begin_with_the_oldest_held),
		cmocka_unit_test(slow_subscriber_lags_once_and_goes_on),
		cmocka_unit_test(a_subscriber_passes_what_it_peeked_at),
		cmocka_unit_test(ring_is_bounded_in_bytes),
		cmocka_unit_test(a_block_larger_than_the_ring_is_held_alone),
		cmocka_unit_test(
			a_subscriber_that_looks_while_room_is_made_loses_no_count),
		cmocka_unit_test(a_block_in_mid_send_stays_whole),
		cmocka_unit_test(the_end_comes_after_what_is_held),
		cmocka_unit_test(watchers_receive_of_each_block_and_of_the_end),
		cmocka_unit_test(
			a_lossless_publisher_loses_nothing_of_a_subscriber_that_reads),
		cmocka_unit_test(a_publisher_that_waits_is_let_go_on),
		cmocka_unit_test(
			a_lossless_publisher_waits_for_a_new_subscriber_at_the_oldest_block),
		cmocka_unit_test(a_wait_for_a_stalled_subscriber_ends),
	};

	return RUN(tests);
}

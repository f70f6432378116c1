/* SPDX-License-Identifier: MIT */
#include "uplink/window.h"

#include "base/clock.h"
#include "fleet/sequence.h"
#include "support/testing.h"

#define BYTES 1000 /* of a message */
#define MS    DTAP_NS_PER_MS
#define START                                                          \
	(1000 * DTAP_NS_PER_S) /* the time, at the beginning of a test \
				*/

static void
fill(struct dtap_window *window, uint64_t first, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		struct dtap_uplink_message *message =
			calloc(1, sizeof *message + BYTES);

		assert_non_null(message);
		message->head.seq = first + i;
		message->size = BYTES;
		assert_true(dtap_window_has_room(window));
		dtap_window_add(window, message);
	}
}

static struct dtap_window *
window_of(unsigned messages)
{
	struct dtap_window *window = dtap_window_new((size_t)1 << 20);

	assert_non_null(window);
	fill(window, 0, messages);
	return window;
}

/* Sends what may be sent; returns how many, and the number of the last one. */
static unsigned
send_all(struct dtap_window *window, int64_t now, uint64_t *last)
{
	const struct dtap_uplink_message *message;
	unsigned count = 0;

	while ((message = dtap_window_next(window, now)) != NULL) {
		*last = message->head.seq;
		dtap_window_sent(window, *last, now);
		count++;
	}
	return count;
}

static uint64_t
next_number(const struct dtap_window *window, int64_t now)
{
	const struct dtap_uplink_message *message =
		dtap_window_next(window, now);

	return message != NULL ? message->head.seq : UINT64_MAX;
}

static void
one_message_goes_first_and_quick_answers_let_more_on_the_way(void **state)
{
	struct dtap_window *window = window_of(200);
	struct dtap_window_status status;
	uint64_t sent = 0;

	(void)state;
	assert_int_equal(send_all(window, START, &sent), 1);
	for (uint64_t seq = 0; seq < 100; seq++) {
		free(dtap_window_stored(window, seq, START + 5 * MS));
		send_all(window, START + 5 * MS, &sent);
	}
	dtap_window_status(window, &status);
	assert_int_equal(status.most, DTAP_WINDOW_SENT);
	assert_int_equal(status.sent, DTAP_WINDOW_SENT);
	assert_int_equal(sent, 100 + DTAP_WINDOW_SENT - 1);
	dtap_window_free(window);
}

static void
slow_answers_let_fewer_on_the_way(void **state)
{
	struct dtap_window *window = window_of(100);
	struct dtap_window_status before, after;
	uint64_t sent = 0;

	(void)state;
	send_all(window, START, &sent);
	for (uint64_t seq = 0; seq < 20; seq++) {
		free(dtap_window_stored(window, seq, START + MS));
		send_all(window, START + MS, &sent);
	}
	dtap_window_status(window, &before);
	assert_int_equal(before.most, 21);
	/* All of these were sent before the first slow answer: one step. */
	for (uint64_t seq = 20; seq < 25; seq++)
		free(dtap_window_stored(window, seq, START + 2000 * MS));
	dtap_window_status(window, &after);
	assert_int_equal(after.most, before.most / 2);
	dtap_window_free(window);
}

static void
a_refused_message_waits_and_no_later_one_overtakes_it(void **state)
{
	struct dtap_window *window = window_of(5);
	uint64_t sent = 0;

	(void)state;
	send_all(window, START, &sent);
	free(dtap_window_stored(window, 0, START));
	assert_int_equal(send_all(window, START, &sent), 2); /* 1 and 2 */
	assert_true(dtap_window_failed(window, 1, START));
	assert_int_equal(next_number(window, START + 199 * MS), UINT64_MAX);
	assert_int_equal(dtap_window_due(window, START), START + 200 * MS);
	assert_int_equal(next_number(window, START + 200 * MS), 1);
	/* Then less and less often. */
	dtap_window_sent(window, 1, START + 200 * MS);
	assert_true(dtap_window_failed(window, 1, START + 200 * MS));
	assert_int_equal(next_number(window, START + 599 * MS), UINT64_MAX);
	assert_int_equal(next_number(window, START + 600 * MS), 1);
	/* Stored in the end, in whichever order. */
	dtap_window_sent(window, 1, START + 600 * MS);
	free(dtap_window_stored(window, 2, START + 600 * MS));
	free(dtap_window_stored(window, 1, START + 600 * MS));
	assert_int_equal(next_number(window, START + 600 * MS), 3);
	dtap_window_free(window);
}

static void
a_message_without_an_answer_is_sent_again(void **state)
{
	const int64_t late = START + DTAP_WINDOW_WAIT_S * DTAP_NS_PER_S;
	struct dtap_window *window = window_of(3);
	struct dtap_window_status status;
	uint64_t sent = 0;

	(void)state;
	send_all(window, START, &sent);
	assert_int_equal(dtap_window_due(window, START), late);
	assert_int_equal(dtap_window_expire(window, late - 1), 0);
	assert_int_equal(next_number(window, late - 1), UINT64_MAX);
	assert_int_equal(dtap_window_expire(window, late), 1);
	assert_int_equal(next_number(window, late), 0);
	send_all(window, late, &sent);
	dtap_window_status(window, &status);
	assert_int_equal(status.resent, 1);
	dtap_window_free(window);
}

static void
a_lost_connection_makes_all_of_them_be_sent_again_from_the_lowest(void **state)
{
	struct dtap_window *window = window_of(10);
	struct dtap_window_status status;
	uint64_t sent = 0;

	(void)state;
	send_all(window, START, &sent);
	for (uint64_t seq = 0; seq < 3; seq++) {
		free(dtap_window_stored(window, seq, START));
		send_all(window, START, &sent);
	}
	assert_int_equal(sent, 6);
	dtap_window_reset(window);
	dtap_window_status(window, &status);
	assert_int_equal(status.sent, 0);
	assert_int_equal(status.most, 1);
	assert_int_equal(next_number(window, START), 3);
	dtap_window_free(window);
}

static void
it_is_held_up_while_only_an_answer_helps(void **state)
{
	struct dtap_window *window = window_of(2);
	uint64_t last;

	(void)state;
	assert_false(dtap_window_is_held_up(window)); /* send one */
	assert_int_equal(send_all(window, START, &last), 1);
	assert_true(dtap_window_is_held_up(window));
	free(dtap_window_stored(window, 0, START + MS));
	assert_false(dtap_window_is_held_up(window));
	assert_int_equal(send_all(window, START + MS, &last), 1);
	assert_false(dtap_window_is_held_up(window)); /* all are sent */
	free(dtap_window_stored(window, 1, START + 2 * MS));
	dtap_window_free(window);

	window = dtap_window_new(BYTES);
	fill(window, 0, 1);
	assert_true(dtap_window_is_held_up(window)); /* full */
	dtap_window_free(window);
}

static void
an_answer_to_nothing_changes_nothing(void **state)
{
	struct dtap_window *window = window_of(2);
	struct dtap_window_status status;
	uint64_t sent = 0;

	(void)state;
	send_all(window, START, &sent);
	assert_null(dtap_window_stored(window, 2, START));
	assert_null(dtap_window_stored(window, UINT64_MAX, START));
	assert_null(dtap_window_drop(window, 256));         /* the place of 0 */
	assert_false(dtap_window_failed(window, 1, START)); /* not sent */
	free(dtap_window_stored(window, 0, START));
	assert_null(dtap_window_stored(window, 0, START));
	dtap_window_status(window, &status);
	assert_int_equal(status.messages, 1);
	assert_int_equal(status.sent, 0);
	assert_int_equal(status.bytes, BYTES);
	dtap_window_free(window);
}

static void
it_takes_so_many_bytes_and_one_message_more(void **state)
{
	struct dtap_window *window = dtap_window_new(2 * BYTES + 1);

	(void)state;
	fill(window, 7, 3);
	assert_false(dtap_window_has_room(window));
	free(dtap_window_drop(window, 8)); /* from the middle */
	assert_true(dtap_window_has_room(window));
	free(dtap_window_drop(window, 7));
	free(dtap_window_drop(window, 9));
	assert_true(dtap_window_is_empty(window));
	assert_int_equal(dtap_window_due(window, START), INT64_MAX);
	dtap_window_free(window);
}

static void
it_takes_so_many_messages_though_they_are_small(void **state)
{
	struct dtap_window *window = window_of(DTAP_WINDOW_MESSAGES);

	(void)state;
	assert_false(dtap_window_has_room(window));
	/* The numbers between the lowest and the highest are taken too. */
	free(dtap_window_drop(window, 1));
	assert_false(dtap_window_has_room(window));
	free(dtap_window_drop(window, 0));
	assert_true(dtap_window_has_room(window));
	fill(window, DTAP_WINDOW_MESSAGES, 2);
	assert_false(dtap_window_has_room(window));
	dtap_window_free(window);
}

/* Else a live reader shows a loss, and drops the message. */
static void
it_is_sent_again_before_a_reader_gives_up(void **state)
{
	struct dtap_window *window = window_of(1);
	int64_t now = START, sent = 0;
	uint64_t last;

	(void)state;
	for (unsigned i = 0; i < 10; i++) {
		assert_int_equal(send_all(window, now, &last), 1);
		sent = now;
		assert_true(dtap_window_failed(window, 0, now));
		now = dtap_window_due(window, now);
	}
	assert_int_equal(send_all(window, now, &last), 1);
	assert_true(dtap_window_due(window, now) + (now - sent) <=
		    now + DTAP_SEQUENCE_WINDOW_S * DTAP_NS_PER_S);
	dtap_window_free(window);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			one_message_goes_first_and_quick_answers_let_more_on_the_way),
		cmocka_unit_test(slow_answers_let_fewer_on_the_way),
		cmocka_unit_test(
			a_refused_message_waits_and_no_later_one_overtakes_it),
		cmocka_unit_test(a_message_without_an_answer_is_sent_again),
		cmocka_unit_test(
			a_lost_connection_makes_all_of_them_be_sent_again_from_the_lowest),
		cmocka_unit_test(it_is_held_up_while_only_an_answer_helps),
		cmocka_unit_test(an_answer_to_nothing_changes_nothing),
		cmocka_unit_test(it_takes_so_many_bytes_and_one_message_more),
		cmocka_unit_test(
			it_takes_so_many_messages_though_they_are_small),
		cmocka_unit_test(it_is_sent_again_before_a_reader_gives_up),
	};

	return RUN(tests);
}

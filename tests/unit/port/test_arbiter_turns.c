/* SPDX-License-Identifier: MIT */
/* Requests, their turns and their replies. */
#include "support/arbiter_fixture.h"

#include <dtap/bytes.h>

#include "support/testing.h"

static struct arbiter_fixture f;
static unsigned a, b, c;

static int
start(void **state)
{
	(void)state;
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, NULL);
	arbiter_fixture_open(&f);
	a = arbiter_fixture_attach(&f, 1);
	b = arbiter_fixture_attach(&f, 2);
	c = arbiter_fixture_attach(&f, 3);
	arbiter_fixture_forget(&f);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arbiter_fixture_end(&f);
	return 0;
}

static struct dtap_arbiter_counts
counts_of(unsigned slot)
{
	struct dtap_arbiter_counts counts;

	dtap_arbiter_counts(f.arbiter, slot, &counts);
	return counts;
}

static void
a_reply_goes_to_who_asked(void **state)
{
	(void)state;
	arbiter_fixture_send(&f, a, BYTES("\x1c"));
	arbiter_fixture_send(&f, b, BYTES("\x63"));
	assert_int_equal(f.sent.count, 1);
	assert_int_equal(f.sent.kept[0].number, 1);
	arbiter_fixture_pump(&f);
	assert_replied(&f, a, BYTES("\x1c\2\0"));
	assert_replied(&f, b, BYTES("\x13\x63"));
	assert_int_equal(f.replies.count, 0);
	assert_int_equal(counts_of(a).requests, 1);
	assert_int_equal(counts_of(a).replies, 1);
	assert_false(dtap_arbiter_waits(f.arbiter));
}

static void
clients_take_turns(void **state)
{
	static const uint32_t order[] = {1, 2, 3, 1, 2, 3, 1, 1};

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		arbiter_fixture_send(&f, a, BYTES("\x1c"));
	for (unsigned i = 0; i < 2; i++)
		arbiter_fixture_send(&f, b, BYTES("\x1c"));
	for (unsigned i = 0; i < 2; i++)
		arbiter_fixture_send(&f, c, BYTES("\x1c"));
	arbiter_fixture_pump(&f);
	assert_int_equal(f.sent.count, COUNT(order));
	for (size_t i = 0; i < COUNT(order); i++)
		assert_int_equal(f.sent.kept[i].number, order[i]);
}

static void
sixteen_wait_and_no_more(void **state)
{
	(void)state;
	f.mute = true;
	for (unsigned i = 0; i < 17; i++)
		arbiter_fixture_send(&f, a, BYTES("\x1c"));
	assert_no_reply(&f, a);
	arbiter_fixture_send(&f, a, BYTES("\x1d\7"));
	assert_replied(&f, a, BYTES("\x13\x1d\7"));
	arbiter_fixture_send(&f, b, BYTES("\x1d\7"));
	assert_no_reply(&f, b);
	assert_int_equal(f.sent.count, 1);
}

static void
replies_are_in_the_order_of_the_requests(void **state)
{
	(void)state;
	arbiter_fixture_send(&f, a, BYTES("\x1c"));
	arbiter_fixture_send(&f, a, BYTES("\x27\1"));         /* refused */
	arbiter_fixture_send(&f, a, BYTES("\x60\0"));         /* at once */
	arbiter_fixture_send(&f, a, BYTES("\x4b\x12\x18\2")); /* local */
	arbiter_fixture_send(&f, a, BYTES("\x0c"));
	assert_int_equal(f.replies.count, 0);
	arbiter_fixture_pump(&f);
	assert_replied(&f, a, BYTES("\x1c\2\0"));
	assert_replied(&f, a, BYTES("\x47\x27\1"));
	assert_replied(&f, a, BYTES("\x60\0\0"));
	assert_replied(&f, a, BYTES("\x13\x4b\x12\x18\2"));
	assert_int_equal(f.replies.kept[0].packet[0], 0x0c);
	assert_int_equal(f.replies.count, 1);
}

static void
a_silent_modem_costs_three_seconds(void **state)
{
	(void)state;
	f.mute = true;
	arbiter_fixture_send(&f, a, BYTES("\x1c\5"));
	arbiter_fixture_pass(&f, 3 * SECOND - 1);
	assert_no_reply(&f, a);
	arbiter_fixture_pass(&f, 1);
	assert_replied(&f, a, BYTES("\x13\x1c\5"));
	assert_int_equal(counts_of(a).timeouts, 1);
}

static void
nobody_waits_longer_than_four_and_a_half_seconds(void **state)
{
	(void)state;
	f.mute = true;
	for (unsigned i = 0; i < 3; i++)
		arbiter_fixture_send(&f, a, BYTES("\x1c"));
	arbiter_fixture_send(&f, b, BYTES("\x1d"));
	arbiter_fixture_pass(&f, 9 * SECOND / 2 - 1);
	assert_int_equal(f.replies.count, 1);
	arbiter_fixture_pass(&f, 1);
	assert_int_equal(f.replies.count, 4);
	assert_int_equal(f.sent.count, 2);
	assert_int_equal(dtap_arbiter_due(f.arbiter) - f.now,
			 10 * SECOND - 3 * SECOND / 2);
}

static void
a_late_reply_is_for_nobody(void **state)
{
	static const char first[] = "\x4b\x0f\0\0\1",
			  second[] = "\x4b\x0f\0\0\2";

	(void)state;
	f.mute = true;
	arbiter_fixture_send(&f, a, first, 5);
	arbiter_fixture_pass(&f, 3 * SECOND);
	assert_replied(&f, a, BYTES("\x13\x4b\x0f\0\0\1"));
	arbiter_fixture_send(&f, b, second, 5);
	assert_true(arbiter_fixture_packet(&f, first, 5));
	assert_no_reply(&f, a);
	assert_no_reply(&f, b);
	assert_true(arbiter_fixture_packet(&f, second, 5));
	assert_replied(&f, b, second, 5);
	assert_no_reply(&f, a);
}

static void
a_late_reply_is_forgotten_after_ten_seconds(void **state)
{
	static const char request[] = "\x4b\x0f\0\0";

	(void)state;
	f.mute = true;
	arbiter_fixture_send(&f, a, request, 4);
	arbiter_fixture_pass(&f, 3 * SECOND);
	arbiter_fixture_pass(&f, 10 * SECOND - 1);
	assert_true(dtap_arbiter_waits(f.arbiter));
	arbiter_fixture_pass(&f, 1);
	assert_false(dtap_arbiter_waits(f.arbiter));
	assert_int_equal(dtap_arbiter_due(f.arbiter), INT64_MAX);
	assert_false(arbiter_fixture_packet(&f, request, 4));
}

static void
the_same_request_again_takes_the_late_reply(void **state)
{
	(void)state;
	f.mute = true;
	arbiter_fixture_send(&f, a, BYTES("\x1c"));
	arbiter_fixture_pass(&f, 3 * SECOND);
	arbiter_fixture_forget(&f);
	arbiter_fixture_send(&f, a, BYTES("\x1c"));
	assert_true(arbiter_fixture_packet(&f, BYTES("\x1c\2\0")));
	assert_replied(&f, a, BYTES("\x1c\2\0"));
	assert_true(arbiter_fixture_packet(&f, BYTES("\x1c\2\0")));
	assert_no_reply(&f, a);
	assert_false(arbiter_fixture_packet(&f, BYTES("\x1d\2\0")));
}

static void
stray_replies_are_for_nobody(void **state)
{
	static const struct {
		const char *packet;
		size_t size;
	} strays[] = {{BYTES("\0Jan")},
		      {BYTES("\x0c\0\0\0\0")},
		      {BYTES("\x13\1")},
		      {BYTES("\x73\0\0\0\3\0\0\0\0\0\0\0\1\0\0\0")},
		      {BYTES("\x7d\5\1\0\0\0\0\0")},
		      {BYTES("\x60\0\0")},
		      {BYTES("\x4b\x0f\0\0\0")},
		      {BYTES("\x82\0\0\0\1\0\0")}};

	(void)state;
	f.mute = true;
	arbiter_fixture_send(&f, a, BYTES("\x1c"));
	for (size_t i = 0; i < COUNT(strays); i++) {
		const uint8_t *packet = (const uint8_t *)strays[i].packet;

		assert_false(
			arbiter_fixture_packet(&f, packet, strays[i].size));
		for (unsigned slot = a; slot <= c; slot++)
			assert_false(dtap_arbiter_wants(f.arbiter, slot, packet,
							strays[i].size, f.now));
	}
	assert_int_equal(f.replies.count, 0);
}

static void
what_cannot_be_sent_is_an_error(void **state)
{
	(void)state;
	f.unsendable = true;
	arbiter_fixture_ask(&f, a, BYTES("\x1c"));
	assert_replied(&f, a, BYTES("\x13\x1c"));
	dtap_arbiter_closed(f.arbiter, f.now);
	f.unsendable = false;
	arbiter_fixture_ask(&f, a, BYTES("\x1c"));
	assert_replied(&f, a, BYTES("\x13\x1c"));
	arbiter_fixture_ask(&f, a, BYTES("\x60\0"));
	assert_replied(&f, a, BYTES("\x60\0\0"));
	assert_int_equal(f.sent.count, 0);
}

static void
waiting_requests_fail_when_the_source_is_opened_again(void **state)
{
	(void)state;
	f.mute = true;
	arbiter_fixture_send(&f, a, BYTES("\x1c"));
	arbiter_fixture_send(&f, a, BYTES("\x1d"));
	arbiter_fixture_send(&f, b, BYTES("\x0c"));
	f.mute = false;
	arbiter_fixture_open(&f);
	assert_replied(&f, a, BYTES("\x13\x1c"));
	assert_replied(&f, a, BYTES("\x13\x1d"));
	assert_replied(&f, b, BYTES("\x13\x0c"));
	assert_false(arbiter_fixture_packet(&f, BYTES("\x1c\2\0")));
	arbiter_fixture_ask(&f, a, BYTES("\x1c"));
	assert_replied(&f, a, BYTES("\x1c\2\0"));
}

static void
ranges_are_asked_of_the_modem_once(void **state)
{
	static const struct {
		const char *packet;
		size_t size;
	} requests[] = {{BYTES("\x73\0\0\0\1\0\0\0")},
			{BYTES("\x7d\1")},
			{BYTES("\x7d\2\0\0\2\0")}};

	(void)state;
	for (size_t i = 0; i < COUNT(requests); i++) {
		const char *packet = requests[i].packet;
		size_t size = requests[i].size;

		arbiter_fixture_ask(&f, a, packet, size);
		arbiter_fixture_forget(&f);
		arbiter_fixture_ask(&f, b, packet, size);
		assert_int_equal(f.replies.count, 1);
		assert_memory_equal(f.replies.kept[0].packet, packet, 2);
		assert_int_equal(f.sent.count, 0);
		arbiter_fixture_open(&f);
		arbiter_fixture_forget(&f);
		arbiter_fixture_ask(&f, c, packet, size);
		assert_true(f.replies.count == 1);
	}
	arbiter_fixture_open(&f);
	arbiter_fixture_forget(&f);
	arbiter_fixture_ask(&f, a, BYTES("\x7d\2\0\0\2\0"));
	assert_int_equal(f.sent.count, 1);
}

static void
who_left_gets_nothing_and_blocks_nobody(void **state)
{
	(void)state;
	arbiter_fixture_send(&f, a, BYTES("\x1c"));
	arbiter_fixture_send(&f, a, BYTES("\x0c"));
	arbiter_fixture_send(&f, b, BYTES("\x60\1"));
	dtap_arbiter_detach(f.arbiter, a, f.now);
	assert_int_equal(arbiter_fixture_attach(&f, 9), a);
	arbiter_fixture_pump(&f);
	assert_no_reply(&f, a);
	assert_replied(&f, b, BYTES("\x60\0\0"));
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x0c")), 0);
}

static void
long_and_empty_requests(void **state)
{
	static uint8_t packet[DTAP_ARBITER_REQUEST + 1] = {0x1c};

	(void)state;
	arbiter_fixture_ask(&f, a, packet, 0);
	assert_no_reply(&f, a);
	arbiter_fixture_ask(&f, a, packet, sizeof packet);
	assert_int_equal(f.replies.kept[0].packet[0], 0x15);
	assert_int_equal(f.replies.kept[0].size, sizeof packet);
	arbiter_fixture_forget(&f);
	arbiter_fixture_ask(&f, a, packet, sizeof packet - 1);
	assert_int_equal(f.sent.kept[0].size, DTAP_ARBITER_REQUEST);
}

static void
there_are_64_places(void **state)
{
	(void)state;
	for (unsigned i = 3; i < DTAP_ARBITER_CLIENTS; i++)
		arbiter_fixture_attach(&f, 1 + i);
	assert_int_equal(dtap_arbiter_attach(f.arbiter, 99, NULL, f.now), -1);
	dtap_arbiter_detach(f.arbiter, 40, f.now);
	assert_int_equal(dtap_arbiter_attach(f.arbiter, 99, NULL, f.now), 40);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_reply_goes_to_who_asked),
		TEST(clients_take_turns),
		TEST(sixteen_wait_and_no_more),
		TEST(replies_are_in_the_order_of_the_requests),
		TEST(a_silent_modem_costs_three_seconds),
		TEST(nobody_waits_longer_than_four_and_a_half_seconds),
		TEST(a_late_reply_is_for_nobody),
		TEST(a_late_reply_is_forgotten_after_ten_seconds),
		TEST(the_same_request_again_takes_the_late_reply),
		TEST(stray_replies_are_for_nobody),
		TEST(what_cannot_be_sent_is_an_error),
		TEST(waiting_requests_fail_when_the_source_is_opened_again),
		TEST(ranges_are_asked_of_the_modem_once),
		TEST(who_left_gets_nothing_and_blocks_nobody),
		TEST(long_and_empty_requests),
		TEST(there_are_64_places),
	};

	return RUN(tests);
}

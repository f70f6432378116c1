/* SPDX-License-Identifier: MIT */
/* Without masks of our own: what the modem had before us. */
#include "support/arbiter_fixture.h"

#include <dtap/bytes.h>

#include "support/testing.h"

static struct arbiter_fixture f;
static const uint16_t nas[] = {0xb0ec};

static int
start(void **state)
{
	(void)state;
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, NULL);
	arbiter_fixture_open(&f);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arbiter_fixture_end(&f);
	return 0;
}

static size_t
modem_logs(void)
{
	return dtap_masks_count_logs(dtap_virtual_modem_masks(f.modem));
}

static void
ask_logs(unsigned slot, const uint16_t *code)
{
	uint8_t request[1024];

	arbiter_fixture_ask(&f, slot, request,
			    log_mask_request(request, 0x9ff, 1, code));
}

static void
without_our_own_nothing_is_sent_before_a_client_comes(void **state)
{
	(void)state;
	arbiter_fixture_pass(&f, 100 * SECOND);
	assert_int_equal(f.sent.count, 0);
	assert_false(dtap_arbiter_waits(f.arbiter));
}

static void
what_the_modem_had_stays_in_the_union(void **state)
{
	size_t before = modem_logs();
	unsigned a;

	(void)state;
	a = arbiter_fixture_attach(&f, 1);
	/* 73/1, 8 x 73/4, 81, 7d/1, 26 x 7d/3 */
	assert_int_equal(f.sent.count, 37);
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x73\0\0\0\3")), 0);
	arbiter_fixture_forget(&f);
	ask_logs(a, nas);
	arbiter_fixture_ask(&f, a, BYTES("\x73\0\0\0\0\0\0\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x60\1"));
	arbiter_fixture_ask(&f, a, BYTES("\x60\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\5\0\0\x1f\0\0\0"));
	assert_int_equal(f.sent.count, 0);
	assert_int_equal(f.replies.count, 5);
	dtap_arbiter_detach(f.arbiter, a, f.now);
	arbiter_fixture_pass(&f, 5 * SECOND);
	assert_int_equal(f.sent.count, 0);
	assert_int_equal(modem_logs(), before);
	/* It restarts, and is not asked again. */
	arbiter_fixture_open(&f);
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x73\0\0\0\4")), 0);
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x73\0\0\0\3")), 8);
	assert_int_equal(modem_logs(), before);
}

static size_t
no_gets(struct arbiter_fixture *fixture, const uint8_t *packet, size_t size,
	uint8_t *out)
{
	if ((packet[0] == 0x73 && packet[4] == 4) || packet[0] == 0x81 ||
	    (packet[0] == 0x7d && packet[1] == 3))
		return 0;
	return dtap_virtual_modem_answer(fixture->modem, packet, size, out);
}

static void
a_modem_that_cannot_say_what_it_has_serves_clients(void **state)
{
	unsigned a;

	(void)state;
	f.answer = no_gets;
	a = arbiter_fixture_attach(&f, 1);
	arbiter_fixture_pass(&f, 10 * SECOND);
	arbiter_fixture_forget(&f);
	ask_logs(a, nas);
	arbiter_fixture_pass(&f, 9 * SECOND / 2);
	assert_int_equal(f.replies.kept[0].packet[0], 0x73);
	assert_int_equal(dtap_get32(f.replies.kept[0].packet + 8), 0);
	assert_true(dtap_masks_has_log(dtap_arbiter_union(f.arbiter), 0xb0ec));
}

static size_t
no_event_mask(struct arbiter_fixture *fixture, const uint8_t *packet,
	      size_t size, uint8_t *out)
{
	return packet[0] != 0x81 ? dtap_virtual_modem_answer(fixture->modem,
							     packet, size, out)
				 : 0;
}

static void
what_the_modem_had_is_asked_for_twice_at_most(void **state)
{
	(void)state;
	f.answer = no_event_mask;
	arbiter_fixture_attach(&f, 1);
	assert_int_equal(f.sent.count, 10); /* 81 is the last of them */
	arbiter_fixture_pass(&f, 300 * SECOND);
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x81")), 2);
	assert_int_equal(f.sent.count, 37 + 1);
	assert_string_equal(f.lines, "WARNING masks: the modem did not answer "
				     "within 1 s: events\n");
	assert_false(dtap_arbiter_waits(f.arbiter));
}

/* The first of these requests is not answered. */
static size_t
no_first_message_get(struct arbiter_fixture *fixture, const uint8_t *packet,
		     size_t size, uint8_t *out)
{
	if (packet[0] == 0x7d && packet[1] == 3 && fixture->count++ == 0)
		return 0;
	return dtap_virtual_modem_answer(fixture->modem, packet, size, out);
}

static void
what_the_modem_had_is_asked_for_before_all_is_set(void **state)
{
	const struct dtap_masks *modem = dtap_virtual_modem_masks(f.modem);
	unsigned a;

	(void)state;
	f.answer = no_first_message_get;
	a = arbiter_fixture_attach(&f, 1);
	/* The answer for another range is none. */
	assert_false(arbiter_fixture_packet(
		&f, BYTES("\x7d\3\x40\x1f\x40\x1f\1\0\0\0\0\0")));
	arbiter_fixture_pass(&f, SECOND);
	arbiter_fixture_ask(&f, a, BYTES("\x7d\5\0\0\x1f\0\0\0"));
	assert_replied(&f, a, BYTES("\x7d\5\1\0\x1f\0\0\0"));
	assert_int_equal(dtap_masks_messages(modem, 0), UINT32_MAX);
	assert_int_equal(dtap_masks_messages(modem, 49152), UINT32_MAX);
}

static size_t
no_log_gets(struct arbiter_fixture *fixture, const uint8_t *packet, size_t size,
	    uint8_t *out)
{
	if (packet[0] != 0x73 || packet[4] != 4)
		return dtap_virtual_modem_answer(fixture->modem, packet, size,
						 out);
	return packet[8] == 1 ? 0 : dtap_command_error(out, 0x13, packet, size);
}

static void
a_modem_that_refuses_to_say_what_it_has_serves_clients(void **state)
{
	unsigned a;

	(void)state;
	f.answer = no_log_gets;
	a = arbiter_fixture_attach(&f, 1);
	arbiter_fixture_pass(&f, SECOND); /* now we pause */
	ask_logs(a, nas);
	assert_int_equal(f.replies.count, 1);
	assert_int_equal(f.replies.kept[0].packet[0], 0x73);
	/* One of LTE, and what the other equipment ids had. */
	assert_int_equal(modem_logs(), 1 + 4 * 0xfff + 0x4b4 + 0x392 + 0x207);
}

static size_t
no_ssids(struct arbiter_fixture *fixture, const uint8_t *packet, size_t size,
	 uint8_t *out)
{
	if (packet[0] == 0x7d && packet[1] == 1)
		return 0;
	return dtap_virtual_modem_answer(fixture->modem, packet, size, out);
}

static void
messages_are_not_set_without_ranges(void **state)
{
	static const char set[] = "\x7d\4\0\0\0\0\0\0\1\0\0\0";
	static const char error[] = "\x13\x7d\4\0\0\0\0\0\0\1\0\0\0";
	unsigned a;

	(void)state;
	f.answer = no_ssids;
	a = arbiter_fixture_attach(&f, 1);
	arbiter_fixture_ask(&f, a, set, 12);
	assert_no_reply(&f, a);
	arbiter_fixture_pass(&f, 9 * SECOND / 2);
	assert_replied(&f, a, error, 13);
}

static void
a_client_brings_its_masks_along(void **state)
{
	struct dtap_masks kept;
	uint8_t bits[2] = {0, 1};

	(void)state;
	dtap_masks_init(&kept);
	dtap_masks_set_logs(&kept, 15, 16, bits);
	assert_true(dtap_arbiter_attach(f.arbiter, 7, &kept, f.now) > 0);
	arbiter_fixture_pump(&f);
	assert_true(
		dtap_masks_has_log(dtap_virtual_modem_masks(f.modem), 0xf008));
	dtap_masks_clear(&kept);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_our_own_nothing_is_sent_before_a_client_comes),
		TEST(what_the_modem_had_stays_in_the_union),
		TEST(a_modem_that_cannot_say_what_it_has_serves_clients),
		TEST(what_the_modem_had_is_asked_for_twice_at_most),
		TEST(what_the_modem_had_is_asked_for_before_all_is_set),
		TEST(a_modem_that_refuses_to_say_what_it_has_serves_clients),
		TEST(messages_are_not_set_without_ranges),
		TEST(a_client_brings_its_masks_along),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
/* Our own masks, and modems that restart. */
#include "support/arbiter_fixture.h"

#include <dtap/bytes.h>

#include "support/testing.h"

static struct arbiter_fixture f;
static struct dtap_masks own;
static uint8_t request[1024];
static const uint16_t rrc[] = {0xb0c0}, nas[] = {0xb0ec};

static int
start(void **state)
{
	uint8_t bits[DTAP_EQUIPMENT_ITEMS / 8] = {0};

	(void)state;
	bits[0xc0 / 8] = 1;
	dtap_masks_init(&own);
	dtap_masks_set_logs(&own, 11, DTAP_EQUIPMENT_ITEMS, bits);
	dtap_masks_set_every_event(&own, true);
	dtap_masks_set_every_message(&own, 0x1c);
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, &own);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arbiter_fixture_end(&f);
	dtap_masks_clear(&own);
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
	arbiter_fixture_ask(&f, slot, request,
			    log_mask_request(request, 0x9ff, 1, code));
}

/* 73/1, a mask for each equipment id, 60, 7d/5. */
static void
assert_asked(size_t first, bool remote)
{
	static const uint8_t ids[] = {1, 4, 5, 6, 7, 10, 11, 13};
	const struct kept *sent = f.sent.kept + first;

	assert_memory_equal(sent[0].packet, "\x73\0\0\0\1\0\0\0", 8);
	for (size_t i = 0; i < COUNT(ids); i++) {
		assert_memory_equal(sent[1 + i].packet, "\x73\0\0\0\3\0\0\0",
				    8);
		assert_int_equal(sent[1 + i].packet[8], ids[i]);
	}
	assert_memory_equal(sent[9].packet, "\x60\1", 2);
	assert_memory_equal(sent[10].packet, "\x7d\5\0\0\x1c\0\0\0", 8);
	for (size_t i = 0; i < 11; i++) {
		assert_int_equal(sent[i].remote, remote);
		assert_int_equal(sent[i].number, 0);
	}
}

static void
our_own_masks_are_sent_when_the_source_is_opened(void **state)
{
	const struct dtap_masks *masks = dtap_virtual_modem_masks(f.modem);

	(void)state;
	assert_int_equal(dtap_arbiter_due(f.arbiter), INT64_MAX);
	arbiter_fixture_open(&f);
	assert_int_equal(f.sent.count, 11);
	assert_asked(0, false);
	assert_int_equal(modem_logs(), 1);
	assert_true(dtap_masks_has_log(masks, 0xb0c0));
	assert_int_equal(dtap_masks_messages(masks, 5), 0x1c);
	assert_string_equal(f.lines, "");
	assert_int_equal(dtap_arbiter_due(f.arbiter), INT64_MAX);
	assert_false(dtap_arbiter_waits(f.arbiter));
}

static void
a_second_modem_gets_our_own_masks_and_no_clients(void **state)
{
	unsigned a;

	(void)state;
	dtap_arbiter_opened(f.arbiter, true, f.now);
	arbiter_fixture_pump(&f);
	assert_int_equal(f.sent.count, 22);
	assert_asked(0, false);
	assert_asked(11, true);
	arbiter_fixture_forget(&f);
	a = arbiter_fixture_attach(&f, 1);
	ask_logs(a, nas);
	assert_int_equal(modem_logs(), 2);
	arbiter_fixture_attach(&f, 2); /* all is looked at again */
	for (size_t i = 0; i < f.sent.count; i++)
		assert_false(f.sent.kept[i].remote);
}

static void
a_visitor_costs_us_nothing(void **state)
{
	unsigned a;

	(void)state;
	arbiter_fixture_open(&f);
	a = arbiter_fixture_attach(&f, 1);
	ask_logs(a, nas);
	arbiter_fixture_ask(&f, a, BYTES("\x73\0\0\0\0\0\0\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x60\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\5\0\0\0\0\0\0"));
	assert_true(
		dtap_masks_has_log(dtap_virtual_modem_masks(f.modem), 0xb0c0));
	assert_int_equal(modem_logs(), 1);
	assert_true(dtap_masks_has_event(dtap_virtual_modem_masks(f.modem), 9));
	assert_int_equal(
		dtap_masks_messages(dtap_virtual_modem_masks(f.modem), 9),
		0x1c);
}

static void
the_union_is_sent_again_when_the_source_is_opened_again(void **state)
{
	unsigned a;

	(void)state;
	arbiter_fixture_open(&f);
	a = arbiter_fixture_attach(&f, 1);
	ask_logs(a, nas);
	arbiter_fixture_clear_modem(&f);
	assert_int_equal(modem_logs(), 0);
	arbiter_fixture_open(&f);
	assert_int_equal(modem_logs(), 2);
	assert_int_equal(
		dtap_masks_count_logs(dtap_arbiter_masks(f.arbiter, a)), 1);
}

/* It does not answer the first of each request. */
static size_t
skip_first(struct arbiter_fixture *fixture, const uint8_t *packet, size_t size,
	   uint8_t *out)
{
	if (fixture->count++ == 0)
		return 0;
	return dtap_virtual_modem_answer(fixture->modem, packet, size, out);
}

static void
a_modem_that_is_silent_once_keeps_no_masks(void **state)
{
	(void)state;
	f.answer = skip_first;
	arbiter_fixture_open(&f);
	arbiter_fixture_pass(&f, 3 * SECOND);
	assert_string_equal(f.lines, "WARNING masks: the modem did not answer "
				     "within 3 s: the log codes\n");
	assert_int_equal(f.sent.count, 1);
	arbiter_fixture_pass(&f, SECOND - 1);
	assert_int_equal(f.sent.count, 1);
	arbiter_fixture_pass(&f, 1);
	assert_int_equal(f.sent.count, 12);
	assert_int_equal(modem_logs(), 1);
}

static void
a_torn_answer_is_none(void **state)
{
	(void)state;
	f.mute = true;
	arbiter_fixture_open(&f);
	assert_false(arbiter_fixture_packet(&f, BYTES("\x73\0\0\0\1\0\0\0")));
	assert_false(arbiter_fixture_packet(
		&f, BYTES("\x73\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0")));
	f.mute = false;
	arbiter_fixture_pass(&f, 4 * SECOND);
	assert_int_equal(modem_logs(), 1);
}

static void
a_mute_modem_is_asked_less_and_less(void **state)
{
	static const int64_t pauses[] = {1, 2, 4, 8, 16, 30, 30};

	(void)state;
	f.mute = true;
	arbiter_fixture_open(&f);
	for (size_t i = 0; i < COUNT(pauses); i++) {
		assert_int_equal(f.sent.count, 1 + i);
		arbiter_fixture_pass(&f, (3 + pauses[i]) * SECOND);
	}
	assert_int_equal(f.sent.count, 1 + COUNT(pauses));
	/* One line for all of it, and what we can ask in turn. */
	assert_null(strstr(strchr(f.lines, '\n') + 1, "masks"));
	assert_true(arbiter_fixture_sent(&f, BYTES("\x60\1")) > 1);
	assert_true(arbiter_fixture_sent(&f, BYTES("\x7d\5")) > 1);
	f.mute = false;
	arbiter_fixture_pass(&f, 33 * SECOND);
	assert_int_equal(modem_logs(), 1);
}

static void
a_modem_that_answers_a_client_is_asked_again_at_once(void **state)
{
	unsigned a;

	(void)state;
	f.mute = true;
	arbiter_fixture_open(&f);
	arbiter_fixture_pass(&f, (3 + 1 + 3 + 2 + 3) * SECOND);
	f.mute = false;
	a = arbiter_fixture_attach(&f, 1);
	arbiter_fixture_forget(&f);
	ask_logs(a, nas);
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x60\1")), 1);
	assert_int_equal(modem_logs(), 2);
}

static size_t
refuse_some(struct arbiter_fixture *fixture, const uint8_t *packet, size_t size,
	    uint8_t *out)
{
	if (packet[0] == 0x60)
		return dtap_command_error(out, 0x13, packet, size);
	size = dtap_virtual_modem_answer(fixture->modem, packet, size, out);
	if (packet[0] == 0x73 && packet[4] == 3 && packet[8] == 11)
		out[8] = 1;
	if (packet[0] == 0x7d && packet[1] == 5)
		out[2] = 0;
	return size;
}

static void
a_refusal_is_said_once(void **state)
{
	(void)state;
	f.answer = refuse_some;
	arbiter_fixture_open(&f);
	arbiter_fixture_pass(&f, 100 * SECOND);
	assert_int_equal(f.sent.count, 11);
	assert_string_equal(
		f.lines,
		"WARNING masks: the modem refuses log masks of equipment 11 "
		"(0x01)\n"
		"WARNING masks: the modem refuses events (0x13)\n"
		"WARNING masks: the modem refuses messages (0x01)\n");
}

static void
other_masks_of_our_own_take_effect(void **state)
{
	(void)state;
	arbiter_fixture_open(&f);
	arbiter_fixture_forget(&f);
	dtap_masks_set_every_message(&own, 2);
	assert_int_equal(dtap_arbiter_set_own(f.arbiter, &own, false, f.now),
			 0);
	arbiter_fixture_pump(&f);
	assert_int_equal(f.sent.count, 1);
	assert_int_equal(
		dtap_masks_messages(dtap_virtual_modem_masks(f.modem), 3), 2);
	arbiter_fixture_attach(&f, 1);
	/* What we have set ourselves was not there before us. */
	assert_int_equal(dtap_arbiter_set_own(f.arbiter, NULL, false, f.now),
			 0);
	arbiter_fixture_pump(&f);
	assert_int_equal(modem_logs(), 0);
	assert_false(
		dtap_masks_has_any_message(dtap_virtual_modem_masks(f.modem)));
}

/* Any log, event or message that the modem has on. */
static bool
modem_has_any(void)
{
	const struct dtap_masks *masks = dtap_virtual_modem_masks(f.modem);

	return dtap_masks_has_any_log(masks) ||
	       dtap_masks_has_any_event(masks) ||
	       dtap_masks_has_any_message(masks);
}

/* The modem began with everything on. */
static void
exact_masks_switch_off_what_was_on_before_us(void **state)
{
	(void)state;
	arbiter_fixture_end(&f);
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, NULL);
	arbiter_fixture_open(&f);
	assert_int_equal(dtap_arbiter_set_own(f.arbiter, NULL, false, f.now),
			 0);
	arbiter_fixture_pump(&f);
	assert_int_equal(f.sent.count, 0);
	assert_true(modem_has_any());
	assert_int_equal(dtap_arbiter_set_own(f.arbiter, NULL, true, f.now), 0);
	arbiter_fixture_pump(&f);
	assert_false(modem_has_any());
}

static void
exact_masks_leave_a_client_its_own(void **state)
{
	unsigned client;

	(void)state;
	arbiter_fixture_end(&f);
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, NULL);
	arbiter_fixture_open(&f);
	client = arbiter_fixture_attach(&f, 1); /* what was on is kept */
	arbiter_fixture_pump(&f);
	ask_logs(client, nas);
	assert_true(modem_logs() > 1);
	assert_int_equal(dtap_arbiter_set_own(f.arbiter, NULL, true, f.now), 0);
	arbiter_fixture_pump(&f);
	assert_int_equal(modem_logs(), 1);
	assert_true(
		dtap_masks_has_log(dtap_virtual_modem_masks(f.modem), nas[0]));
}

static void
the_union_shrinks_two_seconds_after_a_client_left(void **state)
{
	unsigned a, b;

	(void)state;
	arbiter_fixture_open(&f);
	a = arbiter_fixture_attach(&f, 1);
	ask_logs(a, nas);
	arbiter_fixture_forget(&f);
	dtap_arbiter_detach(f.arbiter, a, f.now);
	arbiter_fixture_pass(&f, 2 * SECOND - 1);
	assert_int_equal(modem_logs(), 2);
	b = arbiter_fixture_attach(&f, 2); /* it comes back */
	ask_logs(b, nas);
	arbiter_fixture_pass(&f, 10 * SECOND);
	assert_int_equal(modem_logs(), 2);
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x73\0\0\0\3")), 0);
	dtap_arbiter_detach(f.arbiter, b, f.now);
	arbiter_fixture_pass(&f, 2 * SECOND);
	assert_int_equal(modem_logs(), 1);
	assert_true(
		dtap_masks_has_log(dtap_virtual_modem_masks(f.modem), rrc[0]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(our_own_masks_are_sent_when_the_source_is_opened),
		TEST(a_second_modem_gets_our_own_masks_and_no_clients),
		TEST(a_visitor_costs_us_nothing),
		TEST(the_union_is_sent_again_when_the_source_is_opened_again),
		TEST(a_modem_that_is_silent_once_keeps_no_masks),
		TEST(a_torn_answer_is_none),
		TEST(a_mute_modem_is_asked_less_and_less),
		TEST(a_modem_that_answers_a_client_is_asked_again_at_once),
		TEST(a_refusal_is_said_once),
		TEST(other_masks_of_our_own_take_effect),
		TEST(exact_masks_switch_off_what_was_on_before_us),
		TEST(exact_masks_leave_a_client_its_own),
		TEST(the_union_shrinks_two_seconds_after_a_client_left),
	};

	return RUN(tests);
}

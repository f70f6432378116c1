/* SPDX-License-Identifier: MIT */
/* Event and message masks of clients, and the union that the modem has. */
#include "support/arbiter_fixture.h"

#include "support/testing.h"

static struct arbiter_fixture f;
static unsigned a, b; /* two clients */

static int
start(void **state)
{
	(void)state;
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, NULL);
	arbiter_fixture_clear_modem(&f);
	arbiter_fixture_open(&f);
	a = arbiter_fixture_attach(&f, 1);
	b = arbiter_fixture_attach(&f, 2);
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

static void
events_are_all_a_mask_or_none(void **state)
{
	static const uint8_t mask[] = {0x82, 0, 0, 0, 20, 0, 1, 0, 8};
	const struct dtap_masks *modem = dtap_virtual_modem_masks(f.modem);

	(void)state;
	arbiter_fixture_ask(&f, a, mask, sizeof mask);
	assert_replied(&f, a, mask, sizeof mask);
	assert_true(dtap_masks_has_event(modem, 0));
	assert_true(dtap_masks_has_event(modem, 19));
	assert_false(dtap_masks_has_event(modem, 1));
	arbiter_fixture_ask(&f, b, BYTES("\x60\1"));
	assert_replied(&f, b, BYTES("\x60\0\0"));
	assert_true(dtap_masks_has_event(modem, 4095));
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x60\1")), 1);
	arbiter_fixture_ask(&f, a, BYTES("\x60\0"));
	assert_replied(&f, a, BYTES("\x60\0\0"));
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x60\0")), 0);
	arbiter_fixture_ask(&f, b, BYTES("\x60\0"));
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x60\0")), 1);
	assert_false(dtap_masks_has_any_event(modem));
}

static void
get_event_mask_is_the_askers_own(void **state)
{
	static const uint8_t mask[] = {0x82, 0, 0, 0, 9, 0, 0, 1};
	uint8_t reply[6 + 512] = {0x81, 0, 0, 0, 0, 0x10, 0, 1};

	(void)state;
	arbiter_fixture_ask(&f, b, BYTES("\x60\1"));
	arbiter_fixture_ask(&f, a, mask, sizeof mask);
	arbiter_fixture_forget(&f);
	arbiter_fixture_ask(&f, a, BYTES("\x81\0\0\0"));
	assert_replied(&f, a, reply, sizeof reply);
	assert_int_equal(f.sent.count, 0);
}

static void
messages_are_united_by_ssid(void **state)
{
	static const char set_a[] = "\x7d\4\0\0\1\0\0\0\1\0\0\0\2\0\0\0";
	static const char set_b[] = "\x7d\4\1\0\2\0\0\0\x10\0\0\0\x20\0\0\0";
	const struct dtap_masks *modem = dtap_virtual_modem_masks(f.modem);

	(void)state;
	arbiter_fixture_ask(&f, a, set_a, 16);
	assert_replied(&f, a, BYTES("\x7d\4\0\0\1\0\1\0\1\0\0\0\2\0\0\0"));
	arbiter_fixture_ask(&f, b, set_b, 16);
	assert_replied(&f, b, BYTES("\x7d\4\1\0\2\0\1\0\x10\0\0\0\x20\0\0\0"));
	assert_int_equal(dtap_masks_messages(modem, 0), 1);
	assert_int_equal(dtap_masks_messages(modem, 1), 0x12);
	assert_int_equal(dtap_masks_messages(modem, 2), 0x20);
	arbiter_fixture_ask(&f, b, BYTES("\x7d\3\0\0\2\0"));
	assert_replied(&f, b,
		       BYTES("\x7d\3\0\0\2\0\1\0\0\0\0\0\x10\0\0\0\x20\0\0\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\5\0\0\4\0\0\0"));
	assert_replied(&f, a, BYTES("\x7d\5\1\0\4\0\0\0"));
	assert_int_equal(dtap_masks_messages(modem, 0), 4);
	assert_int_equal(dtap_masks_messages(modem, 1), 0x14);
	assert_int_equal(dtap_masks_messages(modem, 49152), 4);
	arbiter_fixture_ask(&f, b, BYTES("\x7d\5\0\0\0\0\0\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\5\0\0\0\0\0\0"));
	assert_false(dtap_masks_has_any_message(modem));
}

static void
messages_of_one_range_are_cleared(void **state)
{
	const struct dtap_masks *modem = dtap_virtual_modem_masks(f.modem);

	(void)state;
	arbiter_fixture_ask(&f, a, BYTES("\x7d\4\2\0\2\0\0\0\1\0\0\0"));
	assert_int_equal(dtap_masks_messages(modem, 2), 1);
	arbiter_fixture_ask(&f, a, BYTES("\x7d\4\2\0\2\0\0\0\0\0\0\0"));
	assert_false(dtap_masks_has_any_message(modem));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\4\2\0\2\0\0\0\1\0\0\0"));
	dtap_arbiter_detach(f.arbiter, a, f.now);
	arbiter_fixture_pass(&f, 2 * SECOND);
	assert_false(dtap_masks_has_any_message(modem));
}

static void
ssids_in_no_range_are_status_0(void **state)
{
	(void)state;
	arbiter_fixture_ask(&f, a, BYTES("\x7d\4\xe8\3\x3f\3"));
	assert_replied(&f, a, BYTES("\x7d\4\xe8\3\x3f\3\0\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\4\xff\xff\xff\xff\0\0\1\0\0\0"));
	assert_replied(&f, a, BYTES("\x7d\4\xff\xff\xff\xff\0\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\3\xff\xff\xff\xff"));
	assert_replied(&f, a, BYTES("\x7d\3\xff\xff\xff\xff\0\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\4\0\0\1\0\0\0\1\0\0\0"));
	assert_replied(&f, a, BYTES("\x15\x7d\4\0\0\1\0\0\0\1\0\0\0"));
	arbiter_fixture_ask(&f, a, BYTES("\x7d\4\0\0"));
	assert_replied(&f, a, BYTES("\x15\x7d\4\0\0"));
	assert_int_equal(f.sent.count, 0);
	assert_false(
		dtap_masks_has_any_message(dtap_arbiter_masks(f.arbiter, a)));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(events_are_all_a_mask_or_none),
		TEST(get_event_mask_is_the_askers_own),
		TEST(messages_are_united_by_ssid),
		TEST(messages_of_one_range_are_cleared),
		TEST(ssids_in_no_range_are_status_0),
	};

	return RUN(tests);
}

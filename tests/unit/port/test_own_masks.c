/* SPDX-License-Identifier: MIT */
#include "port/own_masks.h"

#include "support/arbiter_fixture.h"

#include <dtap/bytes.h>

#include "support/testing.h"

static struct dtap_masks masks;
static struct arbiter_fixture f;

static int
end(void **state)
{
	(void)state;
	dtap_masks_clear(&masks);
	return 0;
}

static void
make(const struct dtap_mask_options *options)
{
	dtap_masks_init(&masks);
	dtap_own_masks(&masks, options);
}

static void
nothing(void **state)
{
	const struct dtap_mask_options none = {.logs = ""};

	(void)state;
	make(&none);
	assert_false(dtap_masks_has_any_log(&masks) ||
		     dtap_masks_has_any_event(&masks) ||
		     dtap_masks_has_any_message(&masks));
}

static void
signalling_and_more(void **state)
{
	const struct dtap_mask_options options = {
		.preset = DTAP_LOGS_SIGNALLING,
		.logs = "0xB063 4587", /* 0x11EB */
		.events = true,
		.messages = 0x1c,
	};

	(void)state;
	make(&options);
	assert_int_equal(dtap_masks_count_logs(&masks), 33 + 2);
	assert_true(dtap_masks_has_log(&masks, 0xb0c0) &&
		    dtap_masks_has_log(&masks, 0xb821) &&
		    dtap_masks_has_log(&masks, 0x11eb) &&
		    dtap_masks_has_log(&masks, 0xb063));
	assert_false(dtap_masks_has_log(&masks, 0xb062));
	assert_true(dtap_masks_has_event(&masks, 4095));
	assert_int_equal(dtap_masks_messages(&masks, 49152), 0x1c);
}

/* What rayhunter asks for of the radio, and signalling. */
static void
radio(void **state)
{
	static const uint16_t codes[] = {0xb062, 0xb063, 0xb064, 0xb114, 0xb17f,
					 0xb180, 0xb193, 0xb97f, 0xb0c0};
	const struct dtap_mask_options options = {.preset = DTAP_LOGS_RADIO,
						  .logs = ""};

	(void)state;
	make(&options);
	assert_int_equal(dtap_masks_count_logs(&masks), 33 + 21);
	for (size_t i = 0; i < COUNT(codes); i++)
		assert_true(dtap_masks_has_log(&masks, codes[i]));
	assert_false(dtap_masks_has_log(&masks, 0xb173));
}

/* All that the modem has, and not more. */
static void
all(void **state)
{
	const struct dtap_mask_options options = {.preset = DTAP_LOGS_ALL,
						  .logs = ""};

	(void)state;
	make(&options);
	assert_int_equal(dtap_masks_count_logs(&masks), 65536);
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, &masks);
	arbiter_fixture_open(&f);
	assert_int_equal(f.sent.count, 1 + 8);
	assert_int_equal(dtap_get32(f.sent.kept[7].packet + 8), 11);
	assert_int_equal(dtap_get32(f.sent.kept[7].packet + 12), 0xfff);
	assert_int_equal(f.sent.kept[7].size, 16 + 512);
	assert_int_equal(f.sent.kept[7].packet[16 + 511], 0x7f);
	arbiter_fixture_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(nothing, end),
		cmocka_unit_test_teardown(signalling_and_more, end),
		cmocka_unit_test_teardown(radio, end),
		cmocka_unit_test_teardown(all, end),
	};

	return RUN(tests);
}

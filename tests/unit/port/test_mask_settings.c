/* SPDX-License-Identifier: MIT */
#include "port/mask_settings.h"

#include "support/testing.h"

static void
a_word_is_known_or_not(void **state)
{
	(void)state;
	assert_true(dtap_mask_settings_is_preset("none"));
	assert_true(dtap_mask_settings_is_preset("signalling"));
	assert_true(dtap_mask_settings_is_preset("radio"));
	assert_true(dtap_mask_settings_is_preset("all"));
	assert_false(dtap_mask_settings_is_preset(""));
	assert_false(dtap_mask_settings_is_preset("high"));
	assert_true(dtap_mask_settings_is_level("none"));
	assert_true(dtap_mask_settings_is_level("low"));
	assert_false(dtap_mask_settings_is_level("radio"));
	assert_false(dtap_mask_settings_is_level("Low"));
}

/* Logs that the settings switch on, and the messages of an SSID. */
static unsigned
made(const struct dtap_mask_settings *settings, uint32_t *messages)
{
	struct dtap_masks masks;
	unsigned logs;

	dtap_masks_init(&masks);
	dtap_mask_settings_make(&masks, settings);
	logs = dtap_masks_count_logs(&masks);
	*messages = dtap_masks_messages(&masks, 4711);
	assert_int_equal(dtap_masks_has_any_event(&masks), settings->events);
	dtap_masks_clear(&masks);
	return logs;
}

static void
words_become_masks(void **state)
{
	struct dtap_mask_settings settings;
	uint32_t messages;

	(void)state;
	dtap_mask_settings_init(&settings);
	assert_int_equal(made(&settings, &messages), 0);
	assert_int_equal(messages, 0);
	strcpy(settings.logs, "0xB0C0 0xB821");
	settings.events = true;
	strcpy(settings.messages, "high");
	assert_int_equal(made(&settings, &messages), 2);
	assert_int_equal(messages, 0x1c);
	strcpy(settings.messages, "low");
	strcpy(settings.preset, "all");
	assert_int_equal(made(&settings, &messages), 65536);
	assert_int_equal(messages, 0x1f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_known_or_not),
		cmocka_unit_test(words_become_masks),
	};

	return RUN(tests);
}

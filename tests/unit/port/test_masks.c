/* SPDX-License-Identifier: MIT */
#include "port/masks.h"

#include <dtap/bytes.h>

#include "support/testing.h"

#define LTE 11

static struct dtap_masks masks, other;

static int
start(void **state)
{
	(void)state;
	dtap_masks_init(&masks);
	dtap_masks_init(&other);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	dtap_masks_clear(&masks);
	dtap_masks_clear(&other);
	return 0;
}

static void
set_message(struct dtap_masks *into, uint16_t ssid, uint32_t mask)
{
	uint8_t value[4];

	dtap_put32(value, mask);
	assert_int_equal(dtap_masks_set_messages(into, ssid, ssid, value), 0);
}

static void
all_is_off_at_first(void **state)
{
	(void)state;
	assert_false(dtap_masks_has_any_log(&masks));
	assert_false(dtap_masks_has_any_event(&masks));
	assert_false(dtap_masks_has_any_message(&masks));
	assert_int_equal(dtap_masks_count_logs(&masks), 0);
	assert_false(dtap_masks_has_log(&masks, 0xb0c0));
	assert_false(dtap_masks_has_event(&masks, 4095));
	assert_false(dtap_masks_has_event(&masks, 4096));
}

static void
bits_beyond_the_items_are_left_out(void **state)
{
	static const uint8_t ones[] = {0xff, 0xff};

	(void)state;
	dtap_masks_set_logs(&masks, LTE, 11, ones);
	assert_true(dtap_masks_has_log(&masks, 0xb00a));
	assert_false(dtap_masks_has_log(&masks, 0xb00b));
	assert_false(dtap_masks_has_log(&masks, 0xa00a));
	assert_int_equal(dtap_masks_count_logs(&masks), 11);
	dtap_masks_set_events(&masks, 9, ones);
	assert_true(dtap_masks_has_event(&masks, 8));
	assert_false(dtap_masks_has_event(&masks, 9));
}

static void
a_shorter_mask_clears_the_rest(void **state)
{
	static const uint8_t ones[] = {0xff, 0xff, 0xff, 0xff};

	(void)state;
	dtap_masks_set_logs(&masks, LTE, 32, ones);
	dtap_masks_set_logs(&masks, LTE, 4, ones);
	assert_int_equal(dtap_masks_count_logs(&masks), 4);
	assert_int_equal(masks.logs[LTE].items, 4);
	dtap_masks_set_every_event(&masks, true);
	dtap_masks_set_events(&masks, 1, ones);
	assert_false(dtap_masks_has_event(&masks, 1));
	dtap_masks_clear_logs(&masks);
	assert_false(dtap_masks_has_any_log(&masks));
}

static void
messages_have_one_mask_for_all_and_others_for_some(void **state)
{
	(void)state;
	dtap_masks_set_every_message(&masks, 0x1c);
	set_message(&masks, 0xc000, 0xff);
	assert_int_equal(dtap_masks_messages(&masks, 0xc000), 0xff);
	assert_int_equal(dtap_masks_messages(&masks, 0xc001), 0x1c);
	assert_int_equal(dtap_masks_messages(&masks, 65535), 0x1c);
	assert_false(dtap_masks_messages_are_even(&masks));
	set_message(&masks, 0xc000, 0x1c);
	assert_true(dtap_masks_messages_are_even(&masks));
	set_message(&masks, 7, 1);
	dtap_masks_set_every_message(&masks, 0);
	assert_false(dtap_masks_has_any_message(&masks));
	set_message(&masks, 65535, 1);
	assert_true(dtap_masks_has_any_message(&masks));
}

static void
a_union_has_what_either_has(void **state)
{
	static const uint8_t low[] = {0x0f}, high[] = {0, 0xf0};

	(void)state;
	dtap_masks_set_logs(&masks, LTE, 8, low);
	dtap_masks_set_logs(&other, LTE, 16, high);
	dtap_masks_set_events(&other, 16, high);
	dtap_masks_set_every_message(&masks, 1);
	set_message(&masks, 5, 0x10);
	set_message(&other, 5, 0x20);
	set_message(&other, 1000, 1);
	set_message(&other, 2000, 3);
	assert_int_equal(dtap_masks_add(&masks, &other), 0);
	assert_int_equal(masks.logs[LTE].items, 16);
	assert_int_equal(dtap_masks_count_logs(&masks), 8);
	assert_true(dtap_masks_has_event(&masks, 12));
	assert_int_equal(dtap_masks_messages(&masks, 5), 0x30);
	assert_int_equal(dtap_masks_messages(&masks, 6), 1);
	assert_int_equal(dtap_masks_messages(&masks, 2000), 3);
	assert_null(masks.messages[1000 / DTAP_PAGE_SSIDS]);
	dtap_masks_set_every_message(&other, 2);
	assert_int_equal(dtap_masks_add(&masks, &other), 0);
	assert_int_equal(dtap_masks_messages(&masks, 5), 0x32);
	assert_int_equal(dtap_masks_messages(&masks, 6), 3);
	assert_int_equal(dtap_masks_messages(&masks, 40000), 3);
}

static void
moving_leaves_nothing_behind(void **state)
{
	(void)state;
	set_message(&masks, 5, 1);
	set_message(&other, 6, 1);
	dtap_masks_move(&masks, &other);
	assert_int_equal(dtap_masks_messages(&masks, 5), 0);
	assert_int_equal(dtap_masks_messages(&masks, 6), 1);
	assert_false(dtap_masks_has_any_message(&other));
}

static void
fill(void)
{
	static const uint8_t bits[] = {0x55, 0xaa, 0xff};

	dtap_masks_set_logs(&masks, 0, 23, bits);
	dtap_masks_set_logs(&masks, 15, 3, bits);
	dtap_masks_set_events(&masks, 20, bits);
	dtap_masks_set_every_message(&masks, 0x1c);
	for (uint16_t ssid = 500; ssid < 1100; ssid++)
		set_message(&masks, ssid, ssid / 100);
	set_message(&masks, 65535, 0);
}

static void
saved_masks_are_restored(void **state)
{
	static uint8_t saved[DTAP_MASKS_SAVED_MAX], again[DTAP_MASKS_SAVED_MAX];
	size_t size;

	(void)state;
	fill();
	size = dtap_masks_save(&masks, saved);
	assert_true(dtap_masks_restore(&other, saved, size));
	assert_memory_equal(other.logs, masks.logs, sizeof masks.logs);
	assert_memory_equal(other.events, masks.events, sizeof masks.events);
	for (unsigned ssid = 0; ssid < 65536; ssid++)
		assert_int_equal(dtap_masks_messages(&other, (uint16_t)ssid),
				 dtap_masks_messages(&masks, (uint16_t)ssid));
	assert_int_equal(dtap_masks_save(&other, again), size);
	assert_memory_equal(again, saved, size);
}

static void
no_masks_are_too_many_to_save(void **state)
{
	static uint8_t saved[DTAP_MASKS_SAVED_MAX];
	uint8_t ones[DTAP_EQUIPMENT_ITEMS / 8];
	size_t size;

	(void)state;
	memset(ones, 0xff, sizeof ones);
	for (unsigned i = 0; i < DTAP_EQUIPMENTS; i++)
		dtap_masks_set_logs(&masks, i, DTAP_EQUIPMENT_ITEMS, ones);
	for (unsigned ssid = 0; ssid < 65536; ssid += 2)
		set_message(&masks, (uint16_t)ssid, ssid + 1);
	size = dtap_masks_save(&masks, saved);
	assert_in_range(size, DTAP_MASKS_SAVED_MAX - 8, DTAP_MASKS_SAVED_MAX);
	assert_true(dtap_masks_restore(&other, saved, size));
	assert_int_equal(dtap_masks_count_logs(&other), 65536);
	assert_int_equal(dtap_masks_messages(&other, 100), 101);
}

static void
what_is_no_saved_form_is_refused(void **state)
{
	static uint8_t saved[DTAP_MASKS_SAVED_MAX];
	static uint8_t spoilt[DTAP_MASKS_SAVED_MAX + 1];
	static const struct {
		size_t at;
		uint8_t value;
	} cases[] = {
		{0, 2},             /* the version */
		{520, 255},         /* runs: more than there are */
		{522 + 9, 0xff},    /* the second run begins behind its end */
		{522 + 8, 0},       /* the second run is in the first */
		{522 + 56 + 2, 16}, /* items */
	};
	size_t size;

	(void)state;
	fill();
	size = dtap_masks_save(&masks, saved);
	assert_int_equal(dtap_get16(saved + 520), 7);
	for (size_t i = 0; i < COUNT(cases); i++) {
		memcpy(spoilt, saved, size);
		spoilt[cases[i].at] = cases[i].value;
		if (cases[i].at == 522 + 8)
			dtap_put16(spoilt + 522 + 8, 501);
		assert_false(dtap_masks_restore(&other, spoilt, size));
		assert_false(dtap_masks_has_any_event(&other));
	}
	for (size_t cut = 0; cut < size; cut++)
		assert_false(dtap_masks_restore(&other, saved, cut));
	memcpy(spoilt, saved, size);
	assert_false(dtap_masks_restore(&other, spoilt, size + 1));
	assert_false(dtap_masks_restore(&other, spoilt, sizeof spoilt));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_is_off_at_first, start,
						end),
		cmocka_unit_test_setup_teardown(
			bits_beyond_the_items_are_left_out, start, end),
		cmocka_unit_test_setup_teardown(a_shorter_mask_clears_the_rest,
						start, end),
		cmocka_unit_test_setup_teardown(
			messages_have_one_mask_for_all_and_others_for_some,
			start, end),
		cmocka_unit_test_setup_teardown(a_union_has_what_either_has,
						start, end),
		cmocka_unit_test_setup_teardown(moving_leaves_nothing_behind,
						start, end),
		cmocka_unit_test_setup_teardown(saved_masks_are_restored, start,
						end),
		cmocka_unit_test_setup_teardown(no_masks_are_too_many_to_save,
						start, end),
		cmocka_unit_test_setup_teardown(
			what_is_no_saved_form_is_refused, start, end),
	};

	return RUN(tests);
}

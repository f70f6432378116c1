/* SPDX-License-Identifier: MIT */
#include "port/ranges.h"

#include <dtap/bytes.h>

#include "support/testing.h"

static struct dtap_ranges ranges;

static int
start(void **state)
{
	(void)state;
	memset(&ranges, 0, sizeof ranges);
	return 0;
}

static void
items_are_those_of_16_equipment_ids(void **state)
{
	uint8_t packet[76] = {0x73, 0, 0, 0, 1};

	(void)state;
	dtap_put32(packet + 12, 1);
	dtap_put32(packet + 72, UINT32_MAX);
	assert_false(dtap_ranges_read_items(&ranges, packet, 75));
	assert_false(ranges.has_items);
	assert_true(dtap_ranges_read_items(&ranges, packet, 76));
	assert_true(ranges.has_items);
	assert_int_equal(ranges.items[0], 1);
	assert_int_equal(ranges.items[1], 0);
	assert_int_equal(ranges.items[15], DTAP_EQUIPMENT_ITEMS);
}

static size_t
put_ssids(uint8_t *out, unsigned count, const uint16_t (*ssids)[2])
{
	memcpy(out, "\x7d\1\1\0", 4);
	dtap_put32(out + 4, count);
	for (unsigned i = 0; i < count; i++) {
		dtap_put16(out + 8 + 4 * i, ssids[i][0]);
		dtap_put16(out + 10 + 4 * i, ssids[i][1]);
	}
	return 8 + (size_t)4 * count;
}

static void
ssids_are_found_in_their_range(void **state)
{
	static const uint16_t ssids[][2] = {
		{0, 10}, {500, 500}, {65000, 65535}};
	uint8_t packet[64];
	size_t size = put_ssids(packet, COUNT(ssids), ssids);

	(void)state;
	for (size_t cut = 0; cut < size; cut++)
		assert_false(dtap_ranges_read_ssids(&ranges, packet, cut));
	assert_true(dtap_ranges_read_ssids(&ranges, packet, size));
	assert_int_equal(ranges.ssid_ranges, 3);
	assert_int_equal(dtap_ranges_find(&ranges, 0), 0);
	assert_int_equal(dtap_ranges_find(&ranges, 10), 0);
	assert_int_equal(dtap_ranges_find(&ranges, 11), -1);
	assert_int_equal(dtap_ranges_find(&ranges, 500), 1);
	/* At most a page. */
	assert_int_equal(dtap_ranges_find(&ranges, 65511), 2);
	assert_int_equal(dtap_ranges_find(&ranges, 65512), -1);
}

static void
odd_ranges_are_left_out(void **state)
{
	static const uint16_t ssids[][2] = {
		{5, 4}, {10, 20}, {20, 30}, {7, 8}, {21, 22}};
	uint8_t packet[64];
	size_t size = put_ssids(packet, COUNT(ssids), ssids);

	(void)state;
	assert_true(dtap_ranges_read_ssids(&ranges, packet, size));
	assert_int_equal(ranges.ssid_ranges, 2);
	assert_int_equal(ranges.ssids[0].first, 10);
	assert_int_equal(ranges.ssids[1].first, 21);
}

static void
more_ranges_than_there_is_room_for(void **state)
{
	uint8_t packet[8 + 4 * 100];
	uint16_t ssids[100][2];

	(void)state;
	for (uint16_t i = 0; i < 100; i++)
		ssids[i][0] = ssids[i][1] = i;
	put_ssids(packet, 100, (const uint16_t(*)[2])ssids);
	assert_true(dtap_ranges_read_ssids(&ranges, packet, sizeof packet));
	assert_int_equal(ranges.ssid_ranges, DTAP_SSID_RANGES);
	dtap_put32(packet + 4, UINT32_MAX);
	assert_true(dtap_ranges_read_ssids(&ranges, packet, sizeof packet));
	assert_int_equal(ranges.ssid_ranges, DTAP_SSID_RANGES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(items_are_those_of_16_equipment_ids,
				       start),
		cmocka_unit_test_setup(ssids_are_found_in_their_range, start),
		cmocka_unit_test_setup(odd_ranges_are_left_out, start),
		cmocka_unit_test_setup(more_ranges_than_there_is_room_for,
				       start),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include <dtap/modem_time.h>

#include "support/testing.h"

static void
zero_is_the_epoch(void **state)
{
	(void)state;
	assert_int_equal(dtap_modem_time_to_unix_us(0),
			 315964800 * INT64_C(1000000));
	assert_int_equal(dtap_modem_time_of_unix_us(0), 0);
}

static void
low_half_counts_parts_of_1250_us(void **state)
{
	int64_t epoch = 315964800 * INT64_C(1000000);

	(void)state;
	assert_int_equal(dtap_modem_time_to_unix_us(1 << 16), epoch + 1250);
	assert_int_equal(dtap_modem_time_to_unix_us(49151), epoch + 1249);
	assert_int_equal(dtap_modem_time_to_unix_us(24576), epoch + 625);
}

static void
every_microsecond_comes_back(void **state)
{
	int64_t now = 1749222138 * INT64_C(1000000);

	(void)state;
	for (int64_t us = now; us < now + 3000; us++) {
		uint64_t stamp = dtap_modem_time_of_unix_us(us);

		assert_true((stamp & 0xffff) < 49152);
		assert_int_equal(dtap_modem_time_to_unix_us(stamp), us);
	}
}

static void
packets_with_a_time_stamp_are_known(void **state)
{
	uint8_t log[16] = {0x10, [8] = 1, [15] = 2};
	uint8_t text[12] = {0x79, [4] = 1, [11] = 2};
	uint8_t radio[24] = {0x98, 1, 0, 0, 1, [8] = 0x10, [16] = 1, [23] = 2};
	uint8_t event[16] = {0x60};
	uint64_t stamp = 0, expected = UINT64_C(0x0200000000000001);

	(void)state;
	assert_true(dtap_modem_time_of_packet(log, sizeof log, &stamp));
	assert_int_equal(stamp, expected);
	assert_true(dtap_modem_time_of_packet(text, sizeof text, &stamp));
	assert_int_equal(stamp, expected);
	assert_true(dtap_modem_time_of_packet(radio, sizeof radio, &stamp));
	assert_int_equal(stamp, expected);
	assert_false(dtap_modem_time_of_packet(event, sizeof event, &stamp));
	for (size_t n = 0; n < sizeof log; n++)
		assert_false(dtap_modem_time_of_packet(log, n, &stamp));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zero_is_the_epoch),
		cmocka_unit_test(low_half_counts_parts_of_1250_us),
		cmocka_unit_test(every_microsecond_comes_back),
		cmocka_unit_test(packets_with_a_time_stamp_are_known),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include <dtap/hdlc.h>

#include "support/testing.h"

static void
crc_has_the_published_check_value(void **state)
{
	(void)state;
	assert_int_equal(dtap_hdlc_crc((const uint8_t *)"123456789", 9),
			 0x906E);
	assert_int_equal(dtap_hdlc_crc((const uint8_t *)"", 0), 0);
}

static void
flag_and_escape_are_escaped(void **state)
{
	static const uint8_t packet[] = {0x7E, 0x7D, 0x01};
	static const uint8_t begin[] = {0x7D, 0x5E, 0x7D, 0x5D, 0x01};
	uint8_t frame[DTAP_HDLC_ROOM(sizeof packet)];
	size_t size = dtap_hdlc_encode(frame, packet, sizeof packet);

	(void)state;
	assert_memory_equal(frame, begin, sizeof begin);
	assert_int_equal(frame[size - 1], DTAP_HDLC_FLAG);
	assert_null(memchr(frame, DTAP_HDLC_FLAG, size - 1));
}

static void
every_packet_comes_back(void **state)
{
	uint8_t packet[300], frame[DTAP_HDLC_ROOM(300)], back[sizeof frame];

	(void)state;
	for (size_t i = 0; i < sizeof packet; i++)
		packet[i] = (uint8_t)(i * 7 + (i >> 3));
	for (size_t n = 0; n <= sizeof packet; n++) {
		size_t size = dtap_hdlc_encode(frame, packet, n), length;

		assert_true(size <= DTAP_HDLC_ROOM(n));
		assert_true(dtap_hdlc_decode(back, &length, frame, size - 1));
		assert_int_equal(length, n);
		assert_memory_equal(back, packet, n);
	}
}

static void
every_flipped_bit_is_found(void **state)
{
	static const uint8_t packet[] = {0x10, 0x00, 0x7E, 0x42, 0x99};
	uint8_t frame[DTAP_HDLC_ROOM(sizeof packet)], back[sizeof frame];
	size_t size = dtap_hdlc_encode(frame, packet, sizeof packet), length;

	(void)state;
	for (size_t bit = 0; bit < 8 * (size - 1); bit++) {
		frame[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(dtap_hdlc_decode(back, &length, frame, size - 1));
		assert_int_equal(length, 0);
		frame[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

static void
short_frames_and_a_hanging_escape_are_refused(void **state)
{
	static const uint8_t frame[] = {0x11, 0x7D};
	uint8_t back[2];
	size_t length;

	(void)state;
	assert_false(dtap_hdlc_decode(back, &length, frame, 0));
	assert_false(dtap_hdlc_decode(back, &length, frame, 1));
	assert_false(dtap_hdlc_decode(back, &length, frame, 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crc_has_the_published_check_value),
		cmocka_unit_test(flag_and_escape_are_escaped),
		cmocka_unit_test(every_packet_comes_back),
		cmocka_unit_test(every_flipped_bit_is_found),
		cmocka_unit_test(short_frames_and_a_hanging_escape_are_refused),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include <dtap/hdlc.h>

#include "support/testing.h"

/* Lines of tests/data/hdlc.txt, which tells their form. */
struct vector {
	char what[16], a[1200], b[1200];
};

static unsigned
digit(char c)
{
	assert_non_null(memchr("0123456789abcdef", c, 16));
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The bytes of a hexadecimal text, or of "-"; returns how many. */
static size_t
bytes_of(uint8_t *out, const char *text)
{
	size_t size = strcmp(text, "-") == 0 ? 0 : strlen(text) / 2;

	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)(digit(text[2 * i]) << 4 |
				   digit(text[2 * i + 1]));
	return size;
}

/* Calls `check` with each vector of this kind, of which there must be some. */
static void
each(const char *what, void (*check)(const struct vector *vector))
{
	FILE *file = fopen(VECTORS, "r");
	char line[2500];
	size_t count = 0;

	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		struct vector vector = {.what = ""};

		if (sscanf(line, "%15s %1199s %1199s", vector.what, vector.a,
			   vector.b) < 2 ||
		    strcmp(vector.what, what) != 0)
			continue;
		check(&vector);
		count++;
	}
	fclose(file);
	assert_true(count > 1);
}

static void
check_crc(const struct vector *vector)
{
	uint8_t data[600];
	size_t size = bytes_of(data, vector->a);

	assert_int_equal(dtap_hdlc_crc(data, size),
			 strtoul(vector->b, NULL, 16));
}

static void
check_frame(const struct vector *vector)
{
	uint8_t packet[600], expected[600], frame[DTAP_HDLC_ROOM(600)];
	size_t size = bytes_of(packet, vector->a), length;
	size_t frame_size = bytes_of(expected, vector->b);

	assert_int_equal(dtap_hdlc_encode(frame, packet, size), frame_size);
	assert_memory_equal(frame, expected, frame_size);
	assert_null(memchr(frame, DTAP_HDLC_FLAG, frame_size - 1));
	assert_true(dtap_hdlc_decode(frame, &length, expected, frame_size - 1));
	assert_int_equal(length, size);
	assert_memory_equal(frame, packet, size);
}

static void
check_damaged(const struct vector *vector)
{
	uint8_t frame[600], back[600];
	size_t size = bytes_of(frame, vector->a), length = 1;

	assert_false(dtap_hdlc_decode(back, &length, frame, size));
	assert_int_equal(length, 0);
}

static void
crc_is_that_of_the_shared_vectors(void **state)
{
	(void)state;
	each("crc", check_crc);
}

static void
frames_are_those_of_the_shared_vectors(void **state)
{
	(void)state;
	each("frame", check_frame);
}

static void
damaged_frames_of_the_shared_vectors_are_refused(void **state)
{
	(void)state;
	each("damaged", check_damaged);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crc_is_that_of_the_shared_vectors),
		cmocka_unit_test(frames_are_those_of_the_shared_vectors),
		cmocka_unit_test(
			damaged_frames_of_the_shared_vectors_are_refused),
		cmocka_unit_test(every_packet_comes_back),
		cmocka_unit_test(every_flipped_bit_is_found),
	};

	return RUN(tests);
}

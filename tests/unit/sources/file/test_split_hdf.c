/* SPDX-License-Identifier: MIT */
/* HDF: its logs are found between other bytes, and nothing else is HDF. */
#include <dtap/bytes.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

#include "sources/file/split.h"
#include "support/replay_fixture.h"

#define NOON   INT64_C(1700000000000000)
#define SECOND INT64_C(1000000)

/* The i-th log; returns its size. */
static size_t
make_log(uint8_t *out, int i)
{
	size_t size = (size_t)(i * 37 % 900);

	dtap_put16(out, (uint16_t)(12 + size));
	dtap_put16(out + 2, 0xb0c0);
	dtap_put64(out + 4,
		   dtap_modem_time_of_unix_us(NOON + i * 3600 * SECOND));
	memset(out + 12, i, size);
	return 12 + size;
}

/* As a packet: u8 0x10, u8 0, and its length once more. */
static size_t
make_packet(uint8_t *out, int i)
{
	size_t size = make_log(out + 4, i);

	out[0] = 0x10;
	out[1] = 0;
	dtap_put16(out + 2, (uint16_t)size);
	return 4 + size;
}

/* What nobody has described, with bytes that could begin a packet. */
static void
add_other(struct bytes *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		uint8_t byte = (uint8_t)("\x10\0\x10\0\x11\0\x7e\x12"[i % 8]);

		bytes_add(bytes, &byte, 1);
	}
}

/* The same logs as HDF and as DLF; where the i-th ends in HDF, unless NULL. */
static void
make_files(struct bytes *hdf, struct bytes *dlf, int count, size_t *ends)
{
	uint8_t packet[1024];

	*hdf = *dlf = (struct bytes){.size = 0};
	for (int i = 0; i < count; i++) {
		size_t size = make_packet(packet, i);

		add_other(hdf, (size_t)(1 + i * 13 % 70));
		bytes_add(hdf, "\x01", 1); /* no flag before it */
		bytes_add(hdf, packet, size);
		if (ends != NULL)
			ends[i] = hdf->size;
		bytes_add(dlf, packet + 4, size - 4);
	}
}

static struct given
replay_bytes(const char *name, const struct bytes *bytes)
{
	return replay(write_file(name, bytes->data, bytes->size), 0, NULL);
}

static void
the_logs_of_hdf_are_those_of_dlf(void **state)
{
	struct bytes hdf, dlf;
	struct given found, expected;

	(void)state;
	make_files(&hdf, &dlf, 300, NULL);
	add_other(&hdf, 100);
	found = replay_bytes("a.hdf", &hdf);
	expected = replay_bytes("a.dlf", &dlf);
	assert_int_equal(expected.count, 300);
	assert_same_given(&found, &expected);
	assert_string_equal(found.why, "");
	assert_int_equal(found.skipped, 0);
	given_free(&found);
	given_free(&expected);
	bytes_free(&hdf);
	bytes_free(&dlf);
}

/* What is before the cut is given, and a log that is cut is told. */
static void
hdf_cut_at_any_byte_gives_the_logs_before(void **state)
{
	struct bytes hdf, dlf;
	size_t ends[6], whole = 0;

	(void)state;
	make_files(&hdf, &dlf, (int)COUNT(ends), ends);
	for (size_t size = ends[2]; size < hdf.size; size++) {
		struct bytes part = {.data = hdf.data, .size = size};
		struct given given = replay_bytes("cut.hdf", &part);

		while (whole < COUNT(ends) && ends[whole] <= size)
			whole++;
		assert_int_equal(given.count, whole);
		if (given.why[0] != '\0')
			assert_non_null(strstr(given.why, "cut short at"));
		/* A byte before the end the header is there. */
		if (size == ends[whole] - 1)
			assert_string_not_equal(given.why, "");
		given_free(&given);
	}
	assert_int_equal(whole, COUNT(ends) - 1);
	bytes_free(&hdf);
	bytes_free(&dlf);
}

/* Far more than a buffer holds is between two logs. */
static void
logs_far_apart_are_found(void **state)
{
	struct bytes hdf, dlf, more, same;
	struct given given;

	(void)state;
	make_files(&hdf, &dlf, 4, NULL);
	add_other(&hdf, 3 << 20);
	make_files(&more, &same, 4, NULL);
	bytes_add(&hdf, more.data, more.size);
	given = replay_bytes("far.hdf", &hdf);
	assert_int_equal(given.count, 8);
	assert_int_equal(given.skipped, 0);
	given_free(&given);
	bytes_free(&hdf);
	bytes_free(&dlf);
	bytes_free(&more);
	bytes_free(&same);
}

/* Adds the frame of the i-th packet, with a right or a wrong CRC. */
static void
add_frame(struct bytes *bytes, int i, bool right)
{
	uint8_t packet[1024], frame[DTAP_HDLC_ROOM(sizeof packet)];
	size_t size = dtap_hdlc_encode(frame, packet, make_packet(packet, i));

	if (!right)
		frame[size - 2] ^= 1;
	bytes_add(bytes, frame, size);
}

static void
frames_with_a_wrong_crc_are_no_hdf(void **state)
{
	struct bytes frames = {.size = 0};
	struct given given;

	(void)state;
	for (int i = 0; i < 20; i++)
		add_frame(&frames, i, i == 19);
	given = replay_bytes("wrong.hdf", &frames);
	assert_int_equal(given.bytes.size > frames.size, true);
	assert_string_equal(given.why, "");
	assert_int_equal(given.skipped, 0);
	given_free(&given);
	frames.size = 0;
	for (int i = 0; i < 20; i++)
		add_frame(&frames, i, false);
	given = replay_bytes("wrong.hdf", &frames);
	assert_int_equal(given.count, 0);
	assert_non_null(strstr(given.why, "HDF of QXDM in which no log"));
	given_free(&given);
	bytes_free(&frames);
}

/* Among random bytes a frame is right; it comes behind logs that are none. */
static void
a_right_frame_behind_logs_does_not_make_it_hdlc(void **state)
{
	struct bytes hdf, dlf;
	struct given given;

	(void)state;
	make_files(&hdf, &dlf, 8, NULL);
	bytes_add(&hdf, "\x7e", 1);
	add_frame(&hdf, 1, true);
	given = replay_bytes("chance.hdf", &hdf);
	assert_int_equal(given.count, 9);
	given_free(&given);
	bytes_free(&hdf);
	bytes_free(&dlf);
}

static bool
is_hdf(const struct bytes *bytes)
{
	const struct dtap_read_buffer buffer = {
		.data = bytes->data, .size = bytes->size, .ended = true};

	return dtap_split_hdf_is(&buffer, bytes->size, 3);
}

static void
three_logs_near_each_other_prove_it(void **state)
{
	struct bytes hdf, dlf;
	size_t ends[3];

	(void)state;
	make_files(&hdf, &dlf, 3, ends);
	assert_true(is_hdf(&hdf));
	/* The header of the last one ends 74 bytes before it. */
	dtap_put64(hdf.data + ends[2] - 74 - 8,
		   dtap_modem_time_of_unix_us(NOON + 2 * 86400 * SECOND));
	assert_false(is_hdf(&hdf));
	hdf.size = ends[1];
	assert_false(is_hdf(&hdf));
	bytes_free(&hdf);
	bytes_free(&dlf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_logs_of_hdf_are_those_of_dlf),
		cmocka_unit_test(hdf_cut_at_any_byte_gives_the_logs_before),
		cmocka_unit_test(logs_far_apart_are_found),
		cmocka_unit_test(frames_with_a_wrong_crc_are_no_hdf),
		cmocka_unit_test(
			a_right_frame_behind_logs_does_not_make_it_hdlc),
		cmocka_unit_test(three_logs_near_each_other_prove_it),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <dtap/bytes.h>
#include <dtap/container.h>

#include "sources/file/detect.h"

#include "support/replay_fixture.h"

#define NOON INT64_C(1700000000000000)

static uint8_t scratch[DTAP_FRAME_MAX];

/* Goes on with what earlier calls have found in the beginning of the bytes. */
static enum dtap_split_result
go_on(const struct dtap_split_format *format, const struct bytes *bytes,
      bool ended, struct dtap_split *cut)
{
	const struct dtap_read_buffer buffer = {
		.data = bytes->data, .size = bytes->size, .ended = ended};
	const struct dtap_split_input in = {.buffer = &buffer,
					    .scratch = scratch};

	return format->split(cut, &in);
}

static enum dtap_split_result
cut_frames(const struct bytes *bytes, bool ended, struct dtap_split *cut)
{
	*cut = (struct dtap_split){.bytes = 0};
	return go_on(&dtap_split_hdlc, bytes, ended, cut);
}

static enum dtap_split_result
cut_container(const struct bytes *bytes, bool ended, struct dtap_split *cut)
{
	*cut = (struct dtap_split){.bytes = 0};
	return go_on(&dtap_split_containers, bytes, ended, cut);
}

static enum dtap_split_result
detect(const struct bytes *bytes, bool ended,
       const struct dtap_split_format **format)
{
	const struct dtap_read_buffer buffer = {
		.data = bytes->data, .size = bytes->size, .ended = ended};
	const struct dtap_split_input in = {.buffer = &buffer,
					    .scratch = scratch};
	struct dtap_split split = {.bytes = 0};

	return dtap_detect(&split, &in, format);
}

static void
a_group_has_64_frames(void **state)
{
	struct bytes o = {.size = 0};
	struct dtap_split cut;
	size_t size = 0;

	(void)state;
	for (int i = 0; i < 65; i++) {
		assert_int_equal(cut_frames(&o, false, &cut), DTAP_SPLIT_MORE);
		size = o.size;
		bytes_add_log(&o, NOON, 1);
	}
	assert_int_equal(cut_frames(&o, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.frames, 64);
	assert_int_equal(cut.bytes, size);
	assert_int_equal(cut.size, 8 + 64 * 4 + size);
	bytes_free(&o);
}

static void
a_group_has_16_KiB(void **state)
{
	struct bytes o = {.size = 0};
	struct dtap_split cut;

	(void)state;
	/* Too short for a CRC, but of an exact size. */
	for (int i = 0; i < 4; i++) {
		static uint8_t frame[4096];

		frame[4095] = 0x7E;
		bytes_add(&o, frame, sizeof frame);
	}
	assert_int_equal(cut_frames(&o, false, &cut), DTAP_SPLIT_MORE);
	bytes_add(&o, "1\x7E", 2);
	assert_int_equal(cut_frames(&o, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, 16384);
	assert_int_equal(cut.wrong, 4);
	bytes_free(&o);
}

static void
a_frame_of_more_than_16_KiB_is_alone(void **state)
{
	struct bytes o = {.size = 0};
	struct dtap_split cut;
	size_t size;

	(void)state;
	bytes_add_log(&o, NOON, 20000);
	size = o.size;
	bytes_add_log(&o, NOON, 1);
	assert_int_equal(cut_frames(&o, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.frames, 1);
	assert_int_equal(cut.bytes, size);
	bytes_free(&o);
}

static void
a_group_ends_before_a_frame_without_end(void **state)
{
	static const uint8_t filling[DTAP_FRAME_MAX];
	struct bytes o = {.size = 0};
	struct dtap_split cut;
	size_t size;

	(void)state;
	bytes_add_log(&o, NOON, 1);
	size = o.size;
	bytes_add(&o, filling, DTAP_FRAME_MAX);
	assert_int_equal(cut_frames(&o, false, &cut), DTAP_SPLIT_MORE);
	bytes_add(&o, "x", 1);
	assert_int_equal(cut_frames(&o, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, size);
	bytes_free(&o);
}

static void
a_group_has_10_ms_to_either_side(void **state)
{
	static const struct {
		int64_t step_us;
		bool apart;
	} cases[] = {{10000, false},
		     {10001, true},
		     {-10000, false},
		     {-10001, true},
		     {INT64_C(-1300000000000000), true}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bytes o = {.size = 0};
		struct dtap_split cut;

		bytes_add(&o, "no time\x7E", 8);
		bytes_add_log(&o, NOON, 1);
		bytes_add_log(&o, NOON + cases[i].step_us, 1);
		assert_int_equal(cut_frames(&o, true, &cut), DTAP_SPLIT_WHOLE);
		assert_int_equal(cut.frames, cases[i].apart ? 2 : 3);
		assert_true(cut.timed);
		assert_int_equal(cut.unix_us, NOON);
		bytes_free(&o);
	}
}

static void
zeros_before_a_flag_are_no_hdlc(void **state)
{
	const struct dtap_split_format *format;
	struct bytes o = {.size = 0};

	(void)state;
	bytes_add(&o, "\0\0\x7E\x7E\x7E", 5);
	assert_int_equal(detect(&o, false, &format), DTAP_SPLIT_MORE);
	assert_int_equal(detect(&o, true, &format), DTAP_SPLIT_BROKEN);
	bytes_add_log(&o, NOON, 1);
	assert_int_equal(detect(&o, false, &format), DTAP_SPLIT_WHOLE);
	assert_ptr_equal(format, &dtap_split_hdlc);
	bytes_free(&o);
}

static void
bytes_that_are_no_hdlc_are_recognised_before_their_end(void **state)
{
	const struct dtap_split_format *format;
	struct bytes o = {.size = DTAP_FRAME_MAX - 1};

	(void)state;
	o.data = malloc(DTAP_FRAME_MAX);
	memset(o.data, 0x55, DTAP_FRAME_MAX);
	assert_int_equal(detect(&o, false, &format), DTAP_SPLIT_MORE);
	o.size++;
	assert_int_equal(detect(&o, false, &format), DTAP_SPLIT_BROKEN);
	bytes_free(&o);
}

/* What is done again with each byte would be endless with many bytes. */
static void
a_group_goes_on_where_it_was(void **state)
{
	struct bytes o = {.size = 0};
	struct dtap_split cut = {.bytes = 0};

	(void)state;
	bytes_add_log(&o, NOON, 100);
	bytes_add_log(&o, NOON, 100);
	for (size_t size = o.size, n = 1; n <= size; n++) {
		o.size = n;
		assert_int_equal(go_on(&dtap_split_hdlc, &o, false, &cut),
				 DTAP_SPLIT_MORE);
		assert_int_equal(cut.ready, n >= size / 2);
		assert_true(cut.searched >= n - 1);
	}
	assert_int_equal(cut.frames, 2);
	assert_int_equal(cut.bytes, o.size);
	bytes_free(&o);
}

/* A notice of 7 bytes, and a data container with these bytes in a message. */
static struct bytes
notice_and_data(uint32_t count, const char *text)
{
	struct bytes o = {.size = 0};

	bytes_add(&o, "\x02\0\0\0...", 7);
	bytes_add_header(&o, count);
	bytes_add32(&o, (uint32_t)strlen(text));
	bytes_add(&o, text, strlen(text));
	return o;
}

static void
a_notice_ends_at_a_container_that_looks_like_hdlc(void **state)
{
	struct bytes o = notice_and_data(1, "frame~");
	struct dtap_split cut;

	(void)state;
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, 7);
	o.size--;
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_MORE);
	bytes_free(&o);
}

static void
a_cut_container_behind_a_notice_is_no_part_of_it(void **state)
{
	struct bytes o = notice_and_data(2, "frame~");
	struct dtap_split cut;

	(void)state;
	bytes_add(&o, "\x05\0", 2);
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_MORE);
	assert_int_equal(cut_container(&o, true, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, 7);
	bytes_free(&o);
}

static void
a_notice_is_the_same_byte_by_byte(void **state)
{
	struct bytes o = notice_and_data(1, "frame");
	struct dtap_split cut = {.bytes = 0};
	size_t size = o.size + 4;

	(void)state;
	bytes_add(&o, "\x10\0\0\0", 4);
	for (o.size = 4; o.size < size; o.size++) {
		assert_int_equal(go_on(&dtap_split_containers, &o, false, &cut),
				 DTAP_SPLIT_MORE);
	}
	assert_int_equal(cut.searched, 7);
	bytes_free(&o);
}

static void
other_containers_behind_a_notice_need_a_type_behind_them(void **state)
{
	struct bytes o = notice_and_data(1, "frame");
	struct dtap_split cut;

	(void)state;
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_MORE);
	assert_int_equal(cut_container(&o, true, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, 7);
	bytes_add(&o, "\x10\0\0", 3);
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_MORE);
	bytes_add(&o, "\0", 1);
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, 7);
	o.data[o.size - 4] = 0x11;
	assert_int_equal(cut_container(&o, true, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, o.size);
	bytes_free(&o);
}

/* Counts and lengths that no driver writes are a notice's own bytes. */
static void
implausible_containers_are_part_of_a_notice(void **state)
{
	struct bytes count = notice_and_data(4097, "frame~");
	struct bytes none = notice_and_data(0, "frame~");
	struct bytes length = notice_and_data(1, "frame~");
	struct bytes token = notice_and_data(1, "frame~");
	struct dtap_split cut;

	(void)state;
	length.data[15 + 2] = 0x03;
	memset(token.data + 15, 0x80, 4);
	assert_int_equal(cut_container(&count, true, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, count.size);
	assert_int_equal(cut_container(&none, true, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, none.size);
	assert_int_equal(cut_container(&length, true, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, length.size);
	/* Told at once: nothing is waited for. */
	bytes_add(&length, "\x20\0\0\0\1\0\0\0\1\0\0\0\x7E", 13);
	assert_int_equal(cut_container(&length, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, length.size - 13);
	memcpy(token.data + 19, "\xA0\x86\1\0", 4);
	bytes_add(&token, "\x20\0\0\0\1\0\0\0\1\0\0\0\x7E", 13);
	assert_int_equal(cut_container(&token, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, token.size - 13);
	bytes_free(&count);
	bytes_free(&none);
	bytes_free(&length);
	bytes_free(&token);
}

static void
a_container_of_empty_messages_is_part_of_a_notice(void **state)
{
	struct bytes o = {.size = 0};
	struct dtap_split cut;

	(void)state;
	bytes_add(&o, "\x02\0\0\0...", 7);
	bytes_add_header(&o, 1);
	bytes_add32(&o, 0);
	bytes_add32(&o, 0);
	bytes_add32(&o, 0x10);
	assert_int_equal(cut_container(&o, true, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, o.size);
	bytes_free(&o);
}

/*
 * No flag at its end: what follows decides, and if that is damage, what is
 * inside.
 */
static void
an_unframed_container_needs_one_behind_it(void **state)
{
	struct bytes o = {.size = 0};
	struct dtap_split cut;

	(void)state;
	bytes_add_header(&o, 1);
	bytes_add32(&o, 100);
	bytes_add_header(&o, 1);
	bytes_add_message(&o, NOON, 20);
	while (o.size < 112)
		bytes_add(&o, "x", 1);
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_MORE);
	assert_true(cut.ready);
	assert_int_equal(cut.size, 112);
	assert_int_equal(cut_container(&o, true, &cut), DTAP_SPLIT_WHOLE);
	bytes_add32(&o, DTAP_DATA);
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, 112);
	o.data[112] = 0x21;
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_BROKEN);
	assert_string_equal(cut.why, "a container with a wrong length");
	memset(o.data + 12, 0, 8); /* nothing begins inside it any more */
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_WHOLE);
	bytes_free(&o);
}

/* All there, and of small messages: only the sum is too large. */
static void
a_container_of_more_than_the_most_is_broken(void **state)
{
	static const uint8_t message[1020];
	struct bytes o = {.size = 0};
	uint32_t count = (uint32_t)(DTAP_SPLIT_MAX - 8) / 1024 + 1;
	struct dtap_split cut;

	(void)state;
	bytes_add_header(&o, count);
	for (uint32_t i = 0; i < count; i++) {
		bytes_add32(&o, sizeof message);
		bytes_add(&o, message, sizeof message);
	}
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_BROKEN);
	dtap_put32(o.data + 4, count - 1);
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, o.size - 1024);
	bytes_free(&o);
}

static void
a_notice_without_end_is_broken(void **state)
{
	struct bytes o = {.size = DTAP_SPLIT_MAX + 1};
	struct dtap_split cut;

	(void)state;
	o.data = calloc(1, o.size);
	o.data[0] = 1;
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_BROKEN);
	o.size--;
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_MORE);
	assert_int_equal(cut_container(&o, true, &cut), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, DTAP_SPLIT_MAX);
	bytes_add(&o, "\0", 1);
	bytes_add(&o, "\x20\0\0\0\1\0\0\0\1\0\0\0\x7E", 13);
	assert_int_equal(cut_container(&o, true, &cut), DTAP_SPLIT_BROKEN);
	bytes_free(&o);
}

/* From the beginning each time, a large notice in small pieces is endless. */
static void
a_search_goes_on_where_it_was(void **state)
{
	struct bytes o = {.size = 0};
	struct dtap_split cut;

	(void)state;
	bytes_add(&o, "\1\0\0\0", 4);
	for (int i = 0; i < 1000; i++)
		bytes_add32(&o, 0x01020304);
	assert_int_equal(cut_container(&o, false, &cut), DTAP_SPLIT_MORE);
	assert_int_equal(cut.searched, o.size);
	bytes_free(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_has_64_frames),
		cmocka_unit_test(a_group_has_16_KiB),
		cmocka_unit_test(a_frame_of_more_than_16_KiB_is_alone),
		cmocka_unit_test(a_group_ends_before_a_frame_without_end),
		cmocka_unit_test(a_group_has_10_ms_to_either_side),
		cmocka_unit_test(zeros_before_a_flag_are_no_hdlc),
		cmocka_unit_test(
			bytes_that_are_no_hdlc_are_recognised_before_their_end),
		cmocka_unit_test(a_group_goes_on_where_it_was),
		cmocka_unit_test(an_unframed_container_needs_one_behind_it),
		cmocka_unit_test(
			a_notice_ends_at_a_container_that_looks_like_hdlc),
		cmocka_unit_test(
			a_cut_container_behind_a_notice_is_no_part_of_it),
		cmocka_unit_test(a_notice_is_the_same_byte_by_byte),
		cmocka_unit_test(
			other_containers_behind_a_notice_need_a_type_behind_them),
		cmocka_unit_test(implausible_containers_are_part_of_a_notice),
		cmocka_unit_test(
			a_container_of_empty_messages_is_part_of_a_notice),
		cmocka_unit_test(a_container_of_more_than_the_most_is_broken),
		cmocka_unit_test(a_notice_without_end_is_broken),
		cmocka_unit_test(a_search_goes_on_where_it_was),
	};

	return RUN(tests);
}

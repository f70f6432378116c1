/* SPDX-License-Identifier: MIT */
#include "sources/file/frame_check.h"

#include "support/replay_fixture.h"

#define NOON INT64_C(1700000000000000)

static uint8_t scratch[DTAP_FRAME_MAX];

static void
a_log_frame_has_its_time(void **state)
{
	struct bytes o = {.size = 0};
	struct dtap_frame_check frame;

	(void)state;
	bytes_add(&o, "~~", 2);
	bytes_add_log(&o, NOON, 10);
	frame = dtap_frame_check(o.data, o.size, scratch);
	assert_true(frame.right);
	assert_true(frame.timed);
	assert_int_equal(frame.unix_us, NOON);
	o.data[5] ^= 1;
	frame = dtap_frame_check(o.data, o.size, scratch);
	assert_false(frame.right || frame.timed || frame.empty);
	bytes_free(&o);
}

static void
flags_alone_are_empty(void **state)
{
	struct dtap_frame_check frame =
		dtap_frame_check((const uint8_t *)"~~~", 3, scratch);

	(void)state;
	assert_true(frame.empty);
	assert_false(frame.right || frame.timed);
}

static void
a_frame_beyond_the_most_is_not_right(void **state)
{
	struct bytes o = {.size = 0};

	(void)state;
	bytes_add_log(&o, NOON, DTAP_FRAME_MAX / 2);
	assert_true(dtap_frame_check(o.data, o.size, scratch).right);
	o.size = 0;
	bytes_add_log(&o, NOON, DTAP_FRAME_MAX);
	assert_false(dtap_frame_check(o.data, o.size, scratch).right);
	bytes_free(&o);
}

/* First a wrong frame, one without time, and one that is cut. */
static void
a_container_has_the_time_of_its_first_frame_that_has_one(void **state)
{
	struct bytes o = {.size = 0}, frames = {.size = 0};
	int64_t unix_us = 0;

	(void)state;
	bytes_add(&frames, "wrong~", 6);
	bytes_add(&frames, "123456789\x6E\x90~", 12);
	bytes_add_log(&frames, NOON, 3);
	bytes_add_log(&frames, NOON + 1, 3);
	bytes_add_header(&o, 2);
	bytes_add32(&o, 3);
	bytes_add(&o, "cut", 3);
	bytes_add32(&o, (uint32_t)frames.size);
	bytes_add(&o, frames.data, frames.size);
	assert_true(
		dtap_frame_container_time(o.data, o.size, scratch, &unix_us));
	assert_int_equal(unix_us, NOON);
	assert_false(dtap_frame_container_time((const uint8_t *)"\x20\0\0\0", 4,
					       scratch, &unix_us));
	bytes_free(&frames);
	bytes_free(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_log_frame_has_its_time),
		cmocka_unit_test(flags_alone_are_empty),
		cmocka_unit_test(a_frame_beyond_the_most_is_not_right),
		cmocka_unit_test(
			a_container_has_the_time_of_its_first_frame_that_has_one),
	};

	return RUN(tests);
}

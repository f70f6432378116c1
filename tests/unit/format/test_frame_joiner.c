/* SPDX-License-Identifier: MIT */
#include "format/frame_joiner.h"

#include <dtap/hdlc.h>

#include "support/testing.h"

/* Adds "text" as one piece; "~" at its end is its flag. */
static int
add(struct dtap_frame_joiner *joiner, int32_t token, const char *text,
    struct dtap_frame *frame)
{
	const struct dtap_frame_piece piece = dtap_frame_piece_first(
		(const uint8_t *)text, strlen(text), token, 0);

	return dtap_frame_joiner_add(joiner, &piece, frame);
}

static void
a_piece_ends_at_the_first_flag(void **state)
{
	const uint8_t *bytes = (const uint8_t *)"ab~cd~";
	struct dtap_frame_piece piece = dtap_frame_piece_first(bytes, 6, -1, 7);

	(void)state;
	assert_ptr_equal(piece.data, bytes);
	assert_int_equal(piece.size, 2);
	assert_true(piece.ends);
	assert_int_equal(piece.token, -1);
	assert_int_equal(piece.message, 7);
	piece = dtap_frame_piece_first(bytes, 2, -1, 7);
	assert_int_equal(piece.size, 2);
	assert_false(piece.ends);
}

static void
a_cut_frame_is_held_until_it_is_released(void **state)
{
	struct dtap_frame_joiner joiner = {.most = 100, .most_all = 100};
	struct dtap_frame frame;

	(void)state;
	assert_int_equal(add(&joiner, 1, "whole~", &frame), 1);
	assert_int_equal(joiner.held, 0);
	assert_int_equal(add(&joiner, 1, "be", &frame), 0);
	assert_int_equal(add(&joiner, 1, "gin", &frame), 0);
	assert_int_equal(joiner.held, 5);
	assert_int_equal(add(&joiner, 1, "~", &frame), 1);
	assert_int_equal(frame.size, 5);
	assert_memory_equal(frame.data, "begin~", 6);
	assert_int_equal(joiner.held, 5);
	dtap_frame_joiner_release(&joiner);
	assert_int_equal(joiner.held, 0);
	assert_int_equal(add(&joiner, 1, "next~", &frame), 1);
	assert_memory_equal(frame.data, "next~", 5);
}

static void
all_cut_frames_together_are_limited(void **state)
{
	struct dtap_frame_joiner joiner = {.most = 6, .most_all = 10};
	struct dtap_frame frame;

	(void)state;
	assert_int_equal(add(&joiner, 1, "123456", &frame), 0);
	assert_int_equal(add(&joiner, 0, "12345", &frame),
			 0); /* 11: too much */
	assert_int_equal(joiner.held, 6);
	assert_int_equal(add(&joiner, 0, "rest~", &frame), 0);
	assert_int_equal(add(&joiner, 0, "good~", &frame), 1);
	assert_int_equal(add(&joiner, 1, "7~", &frame), 0); /* 7: too long */
	assert_int_equal(joiner.held, 0);
	assert_int_equal(add(&joiner, 1, "good~", &frame), 1);
	dtap_frame_joiner_forget(&joiner);
}

static void
what_is_forgotten_is_not_joined(void **state)
{
	struct dtap_frame_joiner joiner = {.most = 100, .most_all = 100};
	struct dtap_frame frame;

	(void)state;
	assert_int_equal(add(&joiner, 1, "begin", &frame), 0);
	assert_int_equal(add(&joiner, 0, "other", &frame), 0);
	dtap_frame_joiner_forget(&joiner);
	assert_int_equal(joiner.held, 0);
	assert_int_equal(add(&joiner, 1, "end~", &frame), 1);
	assert_int_equal(frame.size, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_piece_ends_at_the_first_flag),
		cmocka_unit_test(a_cut_frame_is_held_until_it_is_released),
		cmocka_unit_test(all_cut_frames_together_are_limited),
		cmocka_unit_test(what_is_forgotten_is_not_joined),
	};

	return RUN(tests);
}

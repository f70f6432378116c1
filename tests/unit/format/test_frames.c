/* SPDX-License-Identifier: MIT */
#include <dtap/frames.h>

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include "support/testing.h"

/* A container that grows, message by message. */
struct made {
	uint8_t data[1 << 18];
	size_t size;
};

static void
make(struct made *made)
{
	dtap_put32(made->data, DTAP_DATA);
	dtap_put32(made->data + 4, 0);
	made->size = DTAP_CONTAINER_HEADER;
}

static void
add_message(struct made *made, int32_t token, const void *bytes, size_t size)
{
	uint8_t *at = made->data + made->size;

	assert_true(made->size + size + 8 <= sizeof made->data);
	if (token <= 0) {
		dtap_put32(at, (uint32_t)token);
		at += 4;
	}
	dtap_put32(at, (uint32_t)size);
	memcpy(at + 4, bytes, size);
	made->size = (size_t)(at + 4 - made->data) + size;
	dtap_put32(made->data + 4, dtap_get32(made->data + 4) + 1);
}

static void
add_text(struct made *made, int32_t token, const char *text)
{
	add_message(made, token, text, strlen(text));
}

/* The next frame has these bytes, and no others. */
static void
expect(struct dtap_frames *frames, const char *text, int32_t token,
       uint32_t message)
{
	struct dtap_frame frame;

	assert_int_equal(dtap_frames_next(frames, &frame), 1);
	assert_int_equal(frame.size, strlen(text));
	assert_memory_equal(frame.data, text, frame.size);
	assert_int_equal(frame.data[frame.size], DTAP_HDLC_FLAG);
	assert_int_equal(frame.token, token);
	assert_int_equal(frame.message, message);
}

static void
expect_end(struct dtap_frames *frames)
{
	struct dtap_frame frame;

	assert_int_equal(dtap_frames_next(frames, &frame), 0);
	assert_int_equal(dtap_frames_next(frames, &frame), 0);
}

static struct made first, second;

static void
frames_of_a_message_are_given_where_they_stand(void **state)
{
	struct dtap_frames *frames = dtap_frames_new();
	struct dtap_frame frame;

	(void)state;
	make(&first);
	add_text(&first, 1, "ab~~cde~");
	dtap_frames_begin(frames, first.data, first.size);
	assert_int_equal(dtap_frames_next(frames, &frame), 1);
	assert_ptr_equal(frame.data,
			 first.data + first.size - strlen("ab~~cde~"));
	assert_int_equal(frame.size, 2);
	expect(frames, "cde", 1, 0);
	expect_end(frames);
	dtap_frames_free(frames);
}

static void
a_frame_goes_on_in_the_next_message_of_its_token(void **state)
{
	struct dtap_frames *frames = dtap_frames_new();

	(void)state;
	make(&first);
	add_text(&first, 1, "one~t");
	add_text(&first, -1, "remote~far");
	add_text(&first, 1, "w");
	add_text(&first, 0, "zero~");
	add_text(&first, 1, "o~three~");
	add_text(&first, -1, "~");
	dtap_frames_begin(frames, first.data, first.size);
	expect(frames, "one", 1, 0);
	expect(frames, "remote", -1, 1);
	expect(frames, "zero", 0, 3);
	expect(frames, "two", 1, 4);
	expect(frames, "three", 1, 4);
	expect(frames, "far", -1, 5);
	expect_end(frames);
	dtap_frames_free(frames);
}

static void
a_frame_goes_on_in_the_next_container_unless_some_were_lost(void **state)
{
	struct dtap_frames *frames = dtap_frames_new();

	(void)state;
	make(&first);
	add_text(&first, 1, "begin");
	make(&second);
	add_text(&second, 1, "ning~next~");
	for (int lost = 0; lost < 2; lost++) {
		dtap_frames_begin(frames, first.data, first.size);
		expect_end(frames);
		if (lost == 1)
			dtap_frames_forget(frames);
		dtap_frames_begin(frames, second.data, second.size);
		expect(frames, lost == 1 ? "ning" : "beginning", 1, 0);
		expect(frames, "next", 1, 0);
		expect_end(frames);
	}
	dtap_frames_free(frames);
}

static void
a_cut_frame_that_is_too_long_is_left_out(void **state)
{
	static char half[DTAP_FRAMES_CUT_MAX / 2 + 1];
	struct dtap_frames *frames = dtap_frames_new();
	struct dtap_frame frame;

	(void)state;
	memset(half, 'x', sizeof half - 1);
	make(&first);
	add_text(&first, 1, half);
	add_text(&first, 1, half);
	add_text(&first, 1, "~as long as can be, above~");
	add_text(&first, 1, half);
	add_text(&first, 1, half);
	add_text(&first, 1, "y");
	add_text(&first, 1, "tail~good~");
	dtap_frames_begin(frames, first.data, first.size);
	assert_int_equal(dtap_frames_next(frames, &frame), 1);
	assert_int_equal(frame.size, DTAP_FRAMES_CUT_MAX);
	expect(frames, "as long as can be, above", 1, 2);
	expect(frames, "good", 1, 6);
	expect_end(frames);
	dtap_frames_free(frames);
}

static void
a_token_that_takes_the_place_of_another_does_not_join_it(void **state)
{
	struct dtap_frames *frames = dtap_frames_new();

	(void)state;
	make(&first);
	add_text(&first, -1, "mine");
	add_text(&first, -9, "yours~");
	add_text(&first, -1, "rest~");
	dtap_frames_begin(frames, first.data, first.size);
	expect(frames, "yours", -9, 1);
	expect(frames, "rest", -1, 2);
	expect_end(frames);
	dtap_frames_free(frames);
}

static void
what_is_no_whole_data_container_ends_the_walk_in_time(void **state)
{
	struct dtap_frames *frames = dtap_frames_new();
	struct dtap_frame frame;

	(void)state;
	make(&first);
	add_text(&first, -1, "a~bc");
	add_text(&first, 1, "d~");
	add_text(&first, -1, "e~");
	for (size_t size = 0; size <= first.size; size++) {
		uint8_t *copy = malloc(size + 1);
		unsigned given = 0;

		memcpy(copy, first.data, size);
		dtap_frames_forget(frames);
		dtap_frames_begin(frames, copy, size);
		while (dtap_frames_next(frames, &frame) > 0)
			given++;
		assert_int_equal(given == 3, size == first.size);
		free(copy);
	}
	dtap_put32(first.data, DTAP_LOG_MASKS);
	dtap_frames_begin(frames, first.data, first.size);
	expect_end(frames);
	dtap_frames_free(frames);
}

static void
pieces_are_what_a_message_has_of_a_frame(void **state)
{
	static const struct {
		const char *text;
		bool ends;
		int32_t token;
		uint32_t message;
	} expected[] = {
		{"a", true, 1, 0}, {"", true, 1, 0},    {"bc", false, 1, 0},
		{"", true, -1, 2}, {"d", false, -1, 2}, {"e", true, 1, 3},
	};
	struct dtap_frame_pieces walk;
	struct dtap_frame_piece piece;

	(void)state;
	make(&first);
	add_text(&first, 1, "a~~bc");
	add_text(&first, -1, "");
	add_text(&first, -1, "~d");
	add_text(&first, 1, "e~");
	walk = dtap_frame_pieces_of(first.data, first.size);
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_true(dtap_frame_pieces_next(&walk, &piece));
		assert_int_equal(piece.size, strlen(expected[i].text));
		assert_memory_equal(piece.data, expected[i].text, piece.size);
		assert_int_equal(piece.ends, expected[i].ends);
		assert_int_equal(piece.token, expected[i].token);
		assert_int_equal(piece.message, expected[i].message);
	}
	assert_false(dtap_frame_pieces_next(&walk, &piece));
}

/* Packets of 1 to 300 bytes, cut into messages anywhere, all come back. */
static void
packets_survive_any_cut(void **state)
{
	static uint8_t wire[1 << 17];
	struct dtap_frames *frames = dtap_frames_new();
	struct dtap_frame frame;
	size_t size = 0, at = 0, wanted = 0, packet_size;
	uint8_t packet[300];
	uint32_t random = 1;

	(void)state;
	while (size + DTAP_HDLC_ROOM(sizeof packet) < sizeof wire) {
		packet_size = 1 + wanted % sizeof packet;
		memset(packet, (int)(wanted & 0xff), packet_size);
		size += dtap_hdlc_encode(wire + size, packet, packet_size);
		wanted++;
	}
	for (size_t seen = 0; at < size;) {
		make(&first);
		for (int i = 0; i < 3 && at < size; i++) {
			size_t part =
				(random = random * 1103515245 + 12345) >> 16 &
				511;

			part = part < size - at ? part : size - at;
			add_message(&first, 1, wire + at, part);
			add_text(&first, -1, "~noise");
			at += part;
		}
		dtap_frames_begin(frames, first.data, first.size);
		while (dtap_frames_next(frames, &frame) > 0) {
			uint8_t out[DTAP_HDLC_ROOM(sizeof packet)];

			if (frame.token != 1)
				continue;
			assert_true(frame.size <= sizeof out);
			assert_true(dtap_hdlc_decode(out, &packet_size,
						     frame.data, frame.size));
			assert_int_equal(packet_size, 1 + seen % sizeof packet);
			assert_int_equal(out[0], seen & 0xff);
			seen++;
		}
		assert_true(at < size || seen == wanted);
	}
	dtap_frames_free(frames);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			frames_of_a_message_are_given_where_they_stand),
		cmocka_unit_test(
			a_frame_goes_on_in_the_next_message_of_its_token),
		cmocka_unit_test(
			a_frame_goes_on_in_the_next_container_unless_some_were_lost),
		cmocka_unit_test(a_cut_frame_that_is_too_long_is_left_out),
		cmocka_unit_test(
			a_token_that_takes_the_place_of_another_does_not_join_it),
		cmocka_unit_test(
			what_is_no_whole_data_container_ends_the_walk_in_time),
		cmocka_unit_test(pieces_are_what_a_message_has_of_a_frame),
		cmocka_unit_test(packets_survive_any_cut),
	};

	return RUN(tests);
}

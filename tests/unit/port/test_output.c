/* SPDX-License-Identifier: MIT */
/* Replies go first and are never dropped; of traffic the oldest frames go. */
#include "port/output.h"

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "support/testing.h"

static const uint8_t reply[] = {0x73, 0, 0, 0};

/* A frame of `size` bytes with its flag; `mark` are the others. */
static void
add_frame(struct dtap_output *output, uint8_t mark, size_t size)
{
	uint8_t frame[20000];

	memset(frame, mark, size);
	frame[size - 1] = DTAP_HDLC_FLAG;
	dtap_output_frame(output, frame, size, false);
}

/* Takes what is next, all of it, and copies it. */
static size_t
take(struct dtap_output *output, bool held, uint8_t *out)
{
	size_t size;
	const uint8_t *data = dtap_output_next(output, held, &size);

	if (data == NULL)
		return 0;
	memcpy(out, data, size);
	dtap_output_sent(output, size);
	return size;
}

static void
replies_come_before_traffic_that_came_first(void **state)
{
	struct dtap_output output = {.containers = false};
	uint8_t out[64], frame[64];
	size_t size = dtap_hdlc_encode(frame, reply, sizeof reply);

	(void)state;
	add_frame(&output, 1, 10);
	assert_true(dtap_output_reply(&output, reply, sizeof reply));
	assert_int_equal(take(&output, false, out), size);
	assert_memory_equal(out, frame, size);
	assert_int_equal(take(&output, false, out), 10);
	assert_int_equal(output.frames, 1);
	assert_int_equal(output.bytes, 10);
	dtap_output_clear(&output);
}

/* A reply is never within a frame, wherever the socket stopped. */
static void
a_frame_that_was_begun_is_ended_first(void **state)
{
	(void)state;
	for (size_t sent = 1; sent < 20; sent++) {
		struct dtap_output output = {.containers = false};
		uint8_t out[64], all[128];
		size_t size, got = sent, frames = 0;

		add_frame(&output, 1, 10);
		add_frame(&output, 2, 10);
		memcpy(all, dtap_output_next(&output, false, &size), sent);
		dtap_output_sent(&output, sent);
		assert_true(dtap_output_reply(&output, reply, sizeof reply));
		while ((size = take(&output, false, out)) > 0) {
			memcpy(all + got, out, size);
			got += size;
		}
		for (size_t i = 0, begin = 0; i < got; i++)
			if (all[i] == DTAP_HDLC_FLAG) {
				size_t length = i + 1 - begin;

				assert_int_equal(length,
						 all[begin] == 0x73 ? 7 : 10);
				begin = i + 1;
				frames++;
			}
		assert_int_equal(frames, 3);
		assert_int_equal(all[sent <= 10 ? 10 : 20], 0x73);
		assert_int_equal(output.frames, 2);
		assert_int_equal(output.bytes, 20);
		dtap_output_clear(&output);
	}
}

static void
traffic_is_held_and_replies_are_not(void **state)
{
	struct dtap_output output = {.containers = false};
	uint8_t out[64];

	(void)state;
	add_frame(&output, 1, 10);
	assert_int_equal(take(&output, true, out), 0);
	assert_true(dtap_output_reply(&output, reply, sizeof reply));
	assert_int_equal(take(&output, true, out), 7);
	assert_int_equal(take(&output, true, out), 0);
	assert_int_equal(take(&output, false, out), 10);
	dtap_output_clear(&output);
}

static void
the_oldest_frames_go_and_are_counted(void **state)
{
	enum { SIZE = 1024, COUNT = DTAP_OUTPUT_TRAFFIC / SIZE + 100 };
	static uint8_t out[2 * DTAP_OUTPUT_TRAFFIC];

	(void)state;
	for (int containers = 0; containers < 2; containers++) {
		struct dtap_output output = {.containers = containers != 0};

		for (int i = 0; i < COUNT; i++)
			add_frame(&output, (uint8_t)(i % 100), SIZE);
		assert_true(dtap_output_waiting(&output) <=
			    DTAP_OUTPUT_TRAFFIC);
		assert_true(output.lost_frames >= 100);
		assert_int_equal(output.lost_bytes, SIZE * output.lost_frames);
		while (take(&output, false, out) > 0)
			;
		assert_int_equal(output.frames + output.lost_frames, COUNT);
		assert_int_equal(output.bytes, SIZE * output.frames);
		dtap_output_clear(&output);
	}
}

static void
what_waits_may_grow_for_a_replay(void **state)
{
	static uint8_t frame[65536], out[4 * DTAP_OUTPUT_TRAFFIC];
	struct dtap_output output = {.containers = false};

	(void)state;
	frame[sizeof frame - 1] = DTAP_HDLC_FLAG;
	for (int i = 0; i < 20; i++)
		dtap_output_frame(&output, frame, sizeof frame, true);
	assert_int_equal(output.lost_frames, 0);
	assert_int_equal(take(&output, false, out), 20 * sizeof frame);
	dtap_output_clear(&output);
}

/* Whole messages, local form, at most 16 KiB. */
static void
containers_are_cut_at_messages(void **state)
{
	static const size_t sizes[] = {1, 100, 5000, 9000, 8000, 16372, 7, 7};
	static uint8_t out[DTAP_OUTPUT_CONTAINER + 1];
	struct dtap_output output = {.containers = true};
	size_t size, next = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++)
		add_frame(&output, (uint8_t)i, sizes[i]);
	while ((size = take(&output, false, out)) > 0) {
		struct dtap_messages walk = dtap_messages_of(out, size);
		struct dtap_message message;

		assert_true(size <= DTAP_OUTPUT_CONTAINER);
		assert_int_equal(dtap_container_span(out, size), size);
		assert_true(walk.left > 0);
		while (dtap_messages_next(&walk, &message)) {
			assert_int_equal(message.size, sizes[next++]);
			assert_int_equal(message.token, 1);
		}
	}
	assert_int_equal(next, COUNT(sizes));
	assert_int_equal(output.frames, COUNT(sizes));
	dtap_output_clear(&output);
}

static void
a_message_of_more_than_16_kib_is_left_out(void **state)
{
	struct dtap_output output = {.containers = true};
	uint8_t out[64];

	(void)state;
	add_frame(&output, 1, DTAP_OUTPUT_CONTAINER - 12 + 1);
	assert_int_equal(output.lost_frames, 1);
	assert_int_equal(take(&output, false, out), 0);
	dtap_output_clear(&output);
}

static void
a_reply_is_a_container_of_its_own(void **state)
{
	struct dtap_output output = {.containers = true};
	struct dtap_messages walk;
	struct dtap_message message;
	uint8_t out[64], packet[64];
	size_t size, length;

	(void)state;
	add_frame(&output, 1, 10);
	assert_true(dtap_output_reply(&output, reply, sizeof reply));
	size = take(&output, false, out);
	walk = dtap_messages_of(out, size);
	assert_int_equal(walk.left, 1);
	assert_true(dtap_messages_next(&walk, &message));
	assert_int_equal(walk.at, size);
	assert_true(dtap_hdlc_decode(packet, &length, message.data,
				     message.size - 1));
	assert_int_equal(length, sizeof reply);
	assert_memory_equal(packet, reply, length);
	dtap_output_clear(&output);
}

/* Frames that come while a container of theirs is filled are in the next. */
static void
a_container_that_was_sent_is_not_filled_again(void **state)
{
	struct dtap_output output = {.containers = true};
	uint8_t out[64];

	(void)state;
	add_frame(&output, 1, 10);
	assert_int_equal(take(&output, false, out), 8 + 4 + 10);
	add_frame(&output, 2, 10);
	assert_int_equal(take(&output, false, out), 8 + 4 + 10);
	assert_int_equal(dtap_get32(out + 4), 1);
	assert_int_equal(out[12], 2);
	dtap_output_clear(&output);
}

static void
replies_that_nobody_reads_have_an_end(void **state)
{
	static uint8_t packet[1000];

	(void)state;
	for (int containers = 0; containers < 2; containers++) {
		struct dtap_output output = {.containers = containers != 0};
		unsigned count = 0;

		while (dtap_output_reply(&output, packet, sizeof packet))
			count++;
		assert_true(count >= 60 && count <= 66);
		assert_int_equal(output.lost_frames, 0);
		dtap_output_clear(&output);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies_come_before_traffic_that_came_first),
		cmocka_unit_test(a_frame_that_was_begun_is_ended_first),
		cmocka_unit_test(traffic_is_held_and_replies_are_not),
		cmocka_unit_test(the_oldest_frames_go_and_are_counted),
		cmocka_unit_test(what_waits_may_grow_for_a_replay),
		cmocka_unit_test(containers_are_cut_at_messages),
		cmocka_unit_test(a_message_of_more_than_16_kib_is_left_out),
		cmocka_unit_test(a_reply_is_a_container_of_its_own),
		cmocka_unit_test(a_container_that_was_sent_is_not_filled_again),
		cmocka_unit_test(replies_that_nobody_reads_have_an_end),
	};

	return RUN(tests);
}

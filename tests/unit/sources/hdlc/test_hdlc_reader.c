/* SPDX-License-Identifier: MIT */
#include "sources/hdlc/hdlc_reader.h"

#include <errno.h>
#include <unistd.h>

#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "support/replay_fixture.h"

static struct dtap_hdlc_reader reader;
static uint8_t out[DTAP_HDLC_READER_CONTAINER];
static _Atomic uint64_t wrong;
static int ends[2];

static int
set_up(void **state)
{
	(void)state;
	dtap_hdlc_reader_clear(&reader);
	wrong = 0;
	return pipe(ends);
}

static int
tear_down(void **state)
{
	(void)state;
	close(ends[0]);
	if (ends[1] >= 0)
		close(ends[1]);
	return 0;
}

/* What a read of these bytes gives: its messages go behind `got`. */
static size_t
pass(const uint8_t *data, size_t size, struct bytes *got)
{
	struct dtap_messages walk;
	struct dtap_message message;
	ssize_t given;

	assert_int_equal(write(ends[1], data, size), (ssize_t)size);
	given = dtap_hdlc_reader_read(&reader, ends[0], out, &wrong);
	assert_true(given >= 0);
	if (given == 0)
		return 0;
	assert_int_equal(dtap_container_span(out, (size_t)given),
			 (size_t)given);
	walk = dtap_messages_of(out, (size_t)given);
	while (dtap_messages_next(&walk, &message)) {
		assert_int_equal(message.data[message.size - 1], 0x7E);
		bytes_add(got, message.data, message.size);
	}
	return dtap_container_span(out, (size_t)given);
}

static void
frames_come_back_whatever_the_pieces(void **state)
{
	struct bytes frames = make_frames(40, 1000);

	(void)state;
	for (size_t piece = 1; piece < 300; piece += 7) {
		struct bytes got = {0};

		dtap_hdlc_reader_clear(&reader);
		wrong = 0;
		for (size_t at = 0; at < frames.size; at += piece)
			pass(frames.data + at,
			     frames.size - at < piece ? frames.size - at
						      : piece,
			     &got);
		bytes_add(&got, reader.room, reader.size);
		assert_bytes(&got, &frames);
		bytes_free(&got);
		assert_int_equal(wrong, 8); /* each fifth is */
	}
	bytes_free(&frames);
}

static void
a_container_has_what_one_read_returned(void **state)
{
	static const uint8_t pieces[] = {1, 2, 0x7E, 3, 0x7E, 4, 5};
	struct bytes got = {0};

	(void)state;
	pass(pieces, sizeof pieces, &got);
	assert_int_equal(out[4], 2);
	assert_int_equal(reader.size, 2);
	assert_int_equal(wrong, 1); /* the first may be the end of a frame */
	assert_int_equal(got.size, 5);
	bytes_free(&got);
}

static void
bytes_without_a_flag_are_given_as_they_are(void **state)
{
	static uint8_t noise[DTAP_HDLC_READER_ROOM];
	struct dtap_messages walk;
	struct dtap_message message;
	ssize_t given = 0;

	(void)state;
	memset(noise, 0x55, sizeof noise);
	for (size_t at = 0; at < sizeof noise; at += 4096) {
		assert_int_equal(given, 0);
		assert_int_equal(write(ends[1], noise + at, 4096), 4096);
		given = dtap_hdlc_reader_read(&reader, ends[0], out, &wrong);
	}
	walk = dtap_messages_of(out, (size_t)given);
	assert_true(dtap_messages_next(&walk, &message));
	assert_int_equal(message.size, sizeof noise);
	assert_memory_equal(message.data, noise, sizeof noise);
	assert_int_equal(reader.size, 0);
	assert_int_equal(wrong, 1);
}

static void
the_shortest_frames_fit(void **state)
{
	static uint8_t frames[DTAP_HDLC_READER_ROOM];
	struct bytes got = {0};

	(void)state;
	for (size_t i = 0; i < sizeof frames; i++)
		frames[i] = i % 2 ? 0x7E : 0x11;
	assert_int_equal(pass(frames, sizeof frames, &got),
			 DTAP_HDLC_READER_CONTAINER);
	assert_int_equal(got.size, sizeof frames);
	bytes_free(&got);
}

/*
 * Command 75/18/0x218 of any client makes a diag-router send {0x7E, 1, u16
 * length, payload, 0x7E} to all: no frame that is right, and no byte lost.
 */
static void
packets_without_hdlc_become_frames(void **state)
{
	static const uint8_t raw[] = {0x7E, 1, 7,    0, 0x10, 0x7E,
				      0x7D, 0, 0x7E, 2, 0x7E, 0x7E};
	struct bytes frames = make_frames(4, 1000), sent = {0}, got = {0};
	struct bytes expected = {0};
	uint8_t frame[64];
	size_t size = dtap_hdlc_encode(frame, raw + 4, 7);

	(void)state;
	bytes_add(&sent, frames.data, frames.size);
	/* Without the two flags at their end: fill before a packet. */
	bytes_add(&expected, frames.data, frames.size - 2);
	for (int i = 0; i < 3; i++) {
		bytes_add(&sent, raw, sizeof raw);
		bytes_add(&expected, frame, size);
	}
	bytes_add(&sent, frames.data, frames.size);
	bytes_add(&expected, frames.data, frames.size);
	for (size_t at = 0; at < sent.size; at += 5)
		pass(sent.data + at, sent.size - at < 5 ? sent.size - at : 5,
		     &got);
	bytes_add(&got, reader.room, reader.size);
	assert_bytes(&got, &expected);
	assert_int_equal(wrong, 0);
	bytes_free(&got);
	bytes_free(&expected);
	bytes_free(&sent);
	bytes_free(&frames);
}

/* A frame of an opcode 1 behind a flag looks like one, but its CRC is right. */
static void
a_right_frame_that_looks_plain_does_not_wait(void **state)
{
	static const uint8_t packet[] = {1, 0xff, 0xff, 5};
	uint8_t sent[64] = {0x7E};
	struct bytes got = {0}, expected = {0};
	size_t size = 1 + dtap_hdlc_encode(sent + 1, packet, sizeof packet);

	(void)state;
	bytes_add(&expected, sent, size);
	assert_true(pass(sent, size, &got) > 0);
	assert_bytes(&got, &expected);
	assert_int_equal(wrong, 0);
	bytes_free(&got);
	bytes_free(&expected);
}

/* Both kinds of QMDL2, from a program that sends such a file. */
static void
the_head_of_qmdl2_costs_no_message(void **state)
{
	static const uint8_t plain[] = {0x7E, 1, 3, 0, 0x10, 2, 3, 0x7E};
	uint8_t head[42] = {42, [4] = 1, 0, 2, [12] = 0x7E, [30] = 0x7E};
	struct bytes frames = make_frames(4, 1000);

	(void)state;
	for (unsigned cut = 1; cut < 60; cut++)
		for (uint8_t kind = 0; kind < 2; kind++) {
			struct bytes sent = {0}, got = {0}, expected = {0};
			uint8_t frame[16];

			head[5] = kind;
			dtap_hdlc_reader_clear(&reader);
			bytes_add(&sent, head, sizeof head);
			if (kind == 0) {
				bytes_add(&sent, plain, sizeof plain);
				bytes_add(
					&expected, frame,
					dtap_hdlc_encode(frame, plain + 4, 3));
			}
			bytes_add(&sent, frames.data, frames.size);
			bytes_add(&expected, frames.data, frames.size);
			pass(sent.data, cut, &got);
			pass(sent.data + cut, sent.size - cut, &got);
			bytes_add(&got, reader.room, reader.size);
			assert_bytes(&got, &expected);
			assert_int_equal(wrong, 0);
			bytes_free(&got);
			bytes_free(&expected);
			bytes_free(&sent);
		}
	bytes_free(&frames);
}

/* Bytes that only begin as a head does are bytes of the modem. */
static void
half_a_head_is_given_as_it_is(void **state)
{
	static const uint8_t sent[] = {10, 0, 0, 0, 1, 1, 9, 0, 0, 0, 0x7E};
	struct bytes got = {0};

	(void)state;
	assert_int_equal(pass(sent, 6, &got), 0);
	assert_true(pass(sent + 6, sizeof sent - 6, &got) > 0);
	assert_int_equal(got.size, sizeof sent);
	assert_memory_equal(got.data, sent, sizeof sent);
	bytes_free(&got);
}

static void
the_end_is_an_error(void **state)
{
	(void)state;
	close(ends[1]);
	ends[1] = -1;
	assert_int_equal(dtap_hdlc_reader_read(&reader, ends[0], out, &wrong),
			 -1);
	assert_int_equal(errno, EPIPE);
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(frames_come_back_whatever_the_pieces),
		TEST(a_container_has_what_one_read_returned),
		TEST(bytes_without_a_flag_are_given_as_they_are),
		TEST(the_shortest_frames_fit),
		TEST(packets_without_hdlc_become_frames),
		TEST(a_right_frame_that_looks_plain_does_not_wait),
		TEST(the_head_of_qmdl2_costs_no_message),
		TEST(half_a_head_is_given_as_it_is),
		TEST(the_end_is_an_error),
	};

	return RUN(tests);
}

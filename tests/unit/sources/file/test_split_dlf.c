/* SPDX-License-Identifier: MIT */
/* DLF: what is taken for it, how it is wrapped, and how it ends. */
#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

#include "sources/file/split.h"
#include "support/replay_fixture.h"

#define NOON INT64_C(1700000000000000)

/* A log of a code and a body of size bytes of 0x7E, which are escaped. */
static void
add_log(struct bytes *bytes, uint16_t code, size_t size)
{
	uint8_t log[12 + 60000];

	dtap_put16(log, (uint16_t)(12 + size));
	dtap_put16(log + 2, code);
	dtap_put64(log + 4, dtap_modem_time_of_unix_us(NOON));
	memset(log + 12, 0x7E, size);
	bytes_add(bytes, log, 12 + size);
}

static enum dtap_split_result
is_dlf(const struct bytes *bytes, bool ended)
{
	const struct dtap_read_buffer buffer = {
		.data = bytes->data, .size = bytes->size, .ended = ended};

	return dtap_split_dlf_at(&buffer, 0);
}

static void
dlf_is_recognised_by_its_first_logs(void **state)
{
	struct bytes dlf = {.size = 0}, frames = make_frames(50, 1000);
	size_t count;
	const size_t *ends;
	struct bytes stream = make_stream(&ends, &count);

	(void)state;
	assert_int_equal(is_dlf(&frames, true), DTAP_SPLIT_BROKEN);
	assert_int_equal(is_dlf(&stream, true), DTAP_SPLIT_BROKEN);
	for (int i = 0; i < 7; i++) {
		add_log(&dlf, 0xb0c0, (size_t)i * 100);
		assert_int_equal(is_dlf(&dlf, false), DTAP_SPLIT_MORE);
		assert_int_equal(is_dlf(&dlf, true), DTAP_SPLIT_WHOLE);
	}
	add_log(&dlf, 0x1fe7, 60000);
	assert_int_equal(is_dlf(&dlf, false), DTAP_SPLIT_WHOLE);
	dlf.size -= 60001;
	assert_int_equal(is_dlf(&dlf, false), DTAP_SPLIT_MORE);
	assert_int_equal(is_dlf(&dlf, true), DTAP_SPLIT_WHOLE);
	dtap_put16(dlf.data + 14, 0x0fff); /* the second one's code */
	assert_int_equal(is_dlf(&dlf, true), DTAP_SPLIT_BROKEN);
	bytes_free(&dlf);
	bytes_free(&frames);
	bytes_free(&stream);
}

static uint8_t scratch[DTAP_FRAME_MAX];

/* Of the first `size` bytes. */
static enum dtap_split_result
cut_log(const struct bytes *bytes, size_t size, bool ended,
	struct dtap_split *cut, uint8_t *out)
{
	const struct dtap_read_buffer buffer = {
		.data = bytes->data, .size = size, .ended = ended};
	const struct dtap_split_input in = {.buffer = &buffer,
					    .scratch = scratch};
	enum dtap_split_result result;

	*cut = (struct dtap_split){0};
	result = dtap_split_dlf.split(cut, &in);
	if (out != NULL)
		dtap_split_dlf.write(cut, &in, out);
	return result;
}

/* The container has one message: a frame whose packet has the log. */
static void
assert_wraps(const struct bytes *log)
{
	uint8_t *out = malloc(DTAP_FRAME_MAX), *packet;
	struct dtap_split cut;
	struct dtap_messages walk;
	struct dtap_message message;
	size_t length;

	assert_int_equal(cut_log(log, log->size, true, &cut, out),
			 DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, log->size);
	assert_true(cut.timed);
	assert_int_equal(cut.unix_us, NOON);
	packet = malloc(cut.size);
	assert_int_equal(dtap_container_span(out, cut.size), cut.size);
	walk = dtap_messages_of(out, cut.size);
	assert_true(dtap_messages_next(&walk, &message));
	assert_true(dtap_hdlc_decode(packet, &length, message.data,
				     message.size - 1));
	assert_int_equal(length, 4 + log->size);
	assert_int_equal(packet[0], 0x10);
	assert_int_equal(dtap_get16(packet + 2), log->size);
	assert_memory_equal(packet + 4, log->data, log->size);
	free(packet);
	free(out);
}

static void
a_log_is_wrapped_into_a_frame(void **state)
{
	static const size_t sizes[] = {0, 1, 1000, 60000};

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct bytes log = {.size = 0};

		add_log(&log, 0xb0c0, sizes[i]);
		assert_wraps(&log);
		bytes_free(&log);
	}
}

static void
what_is_no_log_is_damage(void **state)
{
	struct bytes log = {.size = 0};
	struct dtap_split cut;

	(void)state;
	add_log(&log, 0xb0c0, 20);
	for (size_t size = 0; size < log.size; size++) {
		assert_int_equal(cut_log(&log, size, false, &cut, NULL),
				 DTAP_SPLIT_MORE);
		assert_false(cut.ready);
		assert_int_equal(cut_log(&log, size, true, &cut, NULL),
				 DTAP_SPLIT_BROKEN);
		assert_non_null(strstr(cut.why, "cut short at offset"));
	}
	assert_int_equal(cut_log(&log, log.size, false, &cut, NULL),
			 DTAP_SPLIT_MORE);
	assert_true(cut.ready);
	dtap_put16(log.data, 11);
	assert_int_equal(cut_log(&log, log.size, true, &cut, NULL),
			 DTAP_SPLIT_BROKEN);
	assert_string_equal(cut.why, "no log");
	bytes_free(&log);
}

/* Its length leads into nowhere, and others begin inside it. */
static void
a_log_with_a_wrong_length_is_damage(void **state)
{
	struct bytes dlf = {.size = 0};
	struct dtap_split cut;

	(void)state;
	for (int i = 0; i < 10; i++)
		add_log(&dlf, 0xb0c0, 20);
	assert_int_equal(cut_log(&dlf, dlf.size, true, &cut, NULL),
			 DTAP_SPLIT_WHOLE);
	dtap_put16(dlf.data, 40);
	assert_int_equal(cut_log(&dlf, dlf.size, true, &cut, NULL),
			 DTAP_SPLIT_BROKEN);
	assert_string_equal(cut.why, "a log with a wrong length");
	bytes_free(&dlf);
}

/* It ends where the fourth log after it begins, which is of another day. */
static void
damage_does_not_depend_on_how_much_has_come(void **state)
{
	const size_t length = 32;
	struct bytes dlf = {.size = 0};
	struct dtap_split cut;

	(void)state;
	for (int i = 0; i < 20; i++)
		add_log(&dlf, 0xb0c0, length - 12);
	dtap_put16(dlf.data, (uint16_t)(4 * length));
	dtap_put64(dlf.data + 4,
		   dtap_modem_time_of_unix_us(NOON - INT64_C(172800000000)));
	for (size_t size = 0; size < dlf.size; size++)
		assert_int_equal(cut_log(&dlf, size, false, &cut, NULL),
				 size < 9 * length ? DTAP_SPLIT_MORE
						   : DTAP_SPLIT_BROKEN);
	bytes_free(&dlf);
}

/* As in 0xb195: cells whose bytes are lengths, codes and times, by chance. */
static void
check_cells(size_t count, size_t behind)
{
	static const uint8_t cell[16] = {16, [3] = 0x84, [8] = 0x6d, [12] = 1};
	struct bytes dlf = {.size = 0}, body = {.size = 0};
	struct dtap_split cut;

	for (size_t i = 0; i < count; i++)
		bytes_add(&body, cell, sizeof cell);
	add_log(&dlf, 0xb195, 12 + body.size + behind);
	memcpy(dlf.data + 24, body.data, body.size);
	for (int next = 0; next < 12; next++) {
		for (int ended = 0; ended < 2; ended++) {
			assert_int_not_equal(
				cut_log(&dlf, dlf.size, ended, &cut, NULL),
				DTAP_SPLIT_BROKEN);
			assert_int_equal(cut.bytes, 24 + body.size + behind);
		}
		add_log(&dlf, 0xb0c0, 20);
	}
	bytes_free(&body);
	bytes_free(&dlf);
}

static void
a_body_may_look_like_logs(void **state)
{
	(void)state;
	check_cells(4, 12);
	/* They end where the log ends, and others follow, of another time. */
	check_cells(4, 0);
	check_cells(20, 0);
}

/* One byte too early: the lengths are plausible, the time is another. */
static void
logs_shifted_by_a_byte_are_not_taken_for_logs(void **state)
{
	struct bytes dlf = {.size = 0};
	struct dtap_split cut;

	(void)state;
	bytes_add(&dlf, "\0", 1);
	for (int i = 0; i < 3000; i++) {
		bytes_add(&dlf, "\x22\0\xc0\xb0\0\0\xc6\x38\x73\x08\1\1", 12);
		bytes_add(&dlf, "log without any time ", 22);
	}
	assert_int_equal(is_dlf(&dlf, true), DTAP_SPLIT_WHOLE);
	assert_int_equal(cut_log(&dlf, dlf.size, false, &cut, NULL),
			 DTAP_SPLIT_BROKEN);
	assert_int_equal(cut.bytes, 1);
	bytes_free(&dlf);
}

static void
a_file_of_logs_comes_whole(void **state)
{
	struct bytes dlf = {.size = 0};
	struct given given;

	(void)state;
	for (int i = 0; i < 300; i++)
		add_log(&dlf, 0xb0c0, (size_t)(i * 31 % 3000));
	given = replay(write_file("x.dlf", dlf.data, dlf.size), 0, NULL);
	assert_string_equal(given.why, "");
	assert_int_equal(given.count, 300);
	given_free(&given);
	given = replay(write_gzip("x.dlf.gz", dlf.data, dlf.size), 1e6, NULL);
	assert_int_equal(given.count, 300);
	given_free(&given);
	bytes_free(&dlf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dlf_is_recognised_by_its_first_logs),
		cmocka_unit_test(a_log_is_wrapped_into_a_frame),
		cmocka_unit_test(what_is_no_log_is_damage),
		cmocka_unit_test(a_log_with_a_wrong_length_is_damage),
		cmocka_unit_test(damage_does_not_depend_on_how_much_has_come),
		cmocka_unit_test(a_body_may_look_like_logs),
		cmocka_unit_test(logs_shifted_by_a_byte_are_not_taken_for_logs),
		cmocka_unit_test(a_file_of_logs_comes_whole),
	};

	return RUN(tests);
}

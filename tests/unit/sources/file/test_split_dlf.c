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
	const struct dtap_read_buffer window = {
		.data = bytes->data, .size = bytes->size, .ended = ended};

	return dtap_split_is_dlf(&window);
}

static void
dlf_is_told_by_its_first_logs(void **state)
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

/* The container has one message: a frame whose packet has the log. */
static void
assert_wraps(const struct bytes *log)
{
	const struct dtap_read_buffer window = {.data = log->data,
						.size = log->size};
	uint8_t *scratch = malloc(DTAP_FRAME_MAX), *out, *packet;
	struct dtap_split cut = {0};
	struct dtap_messages walk;
	struct dtap_message message;
	size_t length;

	assert_int_equal(dtap_split_dlf(&cut, &window, scratch),
			 DTAP_SPLIT_WHOLE);
	assert_int_equal(cut.bytes, log->size);
	assert_true(cut.timed);
	assert_int_equal(cut.unix_us, NOON);
	out = malloc(cut.size);
	packet = malloc(cut.size);
	dtap_split_dlf_wrap(&cut, &window, scratch, out);
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
	free(scratch);
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
what_is_no_log_ends_it(void **state)
{
	uint8_t *scratch = malloc(DTAP_FRAME_MAX);
	struct bytes log = {.size = 0};
	struct dtap_read_buffer window;
	struct dtap_split cut = {0};

	(void)state;
	add_log(&log, 0xb0c0, 20);
	for (size_t size = 0; size < log.size; size++) {
		window = (struct dtap_read_buffer){.data = log.data,
						   .size = size};
		assert_int_equal(dtap_split_dlf(&cut, &window, scratch),
				 DTAP_SPLIT_MORE);
		window.ended = true;
		assert_int_equal(dtap_split_dlf(&cut, &window, scratch),
				 DTAP_SPLIT_BROKEN);
		assert_non_null(strstr(cut.why, "cut short at offset"));
	}
	dtap_put16(log.data, 11);
	window = (struct dtap_read_buffer){.data = log.data, .size = log.size};
	assert_int_equal(dtap_split_dlf(&cut, &window, scratch),
			 DTAP_SPLIT_BROKEN);
	assert_string_equal(cut.why, "no log at offset 0");
	bytes_free(&log);
	free(scratch);
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
		cmocka_unit_test(dlf_is_told_by_its_first_logs),
		cmocka_unit_test(a_log_is_wrapped_into_a_frame),
		cmocka_unit_test(what_is_no_log_ends_it),
		cmocka_unit_test(a_file_of_logs_comes_whole),
	};

	return RUN(tests);
}

/* SPDX-License-Identifier: MIT */
/* The file source on files: what it gives, and how it ends. */
#include "support/replay_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "sources/sources.h"

#define NOON INT64_C(1700000000000000)

static void
assert_stream(struct given *given, const struct bytes *stream,
	      const size_t *ends, size_t count)
{
	assert_string_equal(given->why, "");
	assert_bytes(&given->bytes, stream);
	assert_int_equal(given->count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(given->ends[i], ends[i]);
	given_free(given);
}

/* Ends in why, with the name of the file in front. */
static void
assert_ends(const char *path, const char *name, const char *why,
	    size_t expected)
{
	struct given given = replay(path, 0, NULL);
	char whole[256];

	snprintf(whole, sizeof whole, "/%s: %s", name, why);
	assert_non_null(strstr(given.why, whole));
	assert_string_equal(strstr(given.why, whole), whole);
	assert_int_equal(given.bytes.size, expected);
	given_free(&given);
}

static void
containers_come_back_byte_for_byte(void **state)
{
	const size_t *ends;
	size_t count;
	struct bytes stream = make_stream(&ends, &count);
	struct given given;

	(void)state;
	given = replay(write_file("c", stream.data, stream.size), 0, NULL);
	assert_stream(&given, &stream, ends, count);
	given = replay(write_gzip("c.gz", stream.data, stream.size), 0, NULL);
	assert_stream(&given, &stream, ends, count);
	given = replay(write_file("c", stream.data, stream.size), 1e6, NULL);
	assert_stream(&given, &stream, ends, count);
	bytes_free(&stream);
}

/* Many times what is read at once, and one container of almost the most. */
static void
large_files_and_containers_come_back(void **state)
{
	struct bytes stream = {.size = 0};
	size_t large = ((size_t)4 << 20) - 12;
	uint8_t *filling = calloc(1, large);
	struct given given;

	(void)state;
	for (int i = 0; i < 200; i++) {
		bytes_add_header(&stream, 2);
		bytes_add_message(&stream, NOON, (size_t)(i * 37 % 9000));
		bytes_add_message(&stream, NOON, 3);
	}
	bytes_add_header(&stream, 1);
	bytes_add32(&stream, (uint32_t)large);
	bytes_add(&stream, filling, large);
	bytes_add_header(&stream, 0);
	given = replay(write_file("large", stream.data, stream.size), 0, NULL);
	assert_bytes(&given.bytes, &stream);
	assert_int_equal(given.count, 202);
	given_free(&given);
	bytes_free(&stream);
	free(filling);
}

static void
frames_come_back_byte_for_byte(void **state)
{
	struct bytes frames = make_frames(200, 100);
	struct given plain, packed, slow;

	(void)state;
	plain = replay(write_file("f", frames.data, frames.size), 0, NULL);
	packed = replay(write_gzip("f.gz", frames.data, frames.size), 0, NULL);
	slow = replay(write_file("f", frames.data, frames.size), 1e3, NULL);
	assert_string_equal(plain.why, "");
	assert_bytes(&plain.unwrapped, &frames);
	assert_same_given(&packed, &plain);
	assert_same_given(&slow, &plain);
	assert_true(plain.most_messages <= 64);
	assert_true(plain.count >= 3);
	given_free(&plain);
	given_free(&packed);
	given_free(&slow);
	bytes_free(&frames);
}

static void
wrong_frames_are_counted_and_passed_on(void **state)
{
	struct bytes frames = make_frames(19, 1000);
	const char *path = write_file("w", frames.data, frames.size);
	struct dtap_file_options options = {.path = path};
	struct dtap_source *source = dtap_file_new(&options);
	uint8_t *buffer = malloc(source->buffer_size);

	(void)state;
	assert_int_equal(source->ops->open(source), 0);
	while (source->ops->read(source, buffer, source->buffer_size) > 0)
		;
	/* Flags at the end are a message, and no wrong frame. */
	assert_int_equal(source->wrong_frames, 3);
	source->ops->close(source);
	source->ops->free(source);
	free(buffer);
	bytes_free(&frames);
}

static void
a_file_that_is_no_capture_is_refused(void **state)
{
	uint8_t *zeros = calloc(1, (size_t)3 << 20);

	(void)state;
	assert_ends(write_file("e", "", 0), "e", "empty", 0);
	assert_ends(write_gzip("e.gz", "", 0), "e.gz", "empty", 0);
	assert_ends(write_file("t", "some text~", 10), "t",
		    "this is neither a container stream nor HDLC frames (no "
		    "frame with a correct CRC in the first 10 bytes)",
		    0);
	assert_ends(write_file("z", zeros, (size_t)3 << 20), "z",
		    "skipped 3145728 bytes at offset 0: zeros before the "
		    "capture",
		    0);
	free(zeros);
}

static void
damage_up_to_the_end_is_reported(void **state)
{
	struct bytes o = {.size = 0};
	size_t good;
	char why[128];

	(void)state;
	bytes_add_header(&o, 1);
	bytes_add_message(&o, NOON, 9);
	good = o.size;
	bytes_add32(&o, 0x12345678);
	snprintf(why, sizeof why,
		 "skipped 4 bytes at offset %zu: no container (type "
		 "0x12345678)",
		 good);
	assert_ends(write_file("b", o.data, o.size), "b", why, good);
	o.size = good;
	bytes_add_header(&o, 1);
	bytes_add32(&o, (4 << 20) - 11);
	snprintf(why, sizeof why,
		 "skipped 12 bytes at offset %zu: a container without end "
		 "within 4194304 bytes",
		 good);
	assert_ends(write_file("b", o.data, o.size), "b", why, good);
	o.size = good;
	bytes_add_header(&o, UINT32_MAX);
	bytes_add32(&o, UINT32_MAX);
	assert_ends(write_file("b", o.data, o.size), "b", why, good);
	bytes_free(&o);
}

static void
a_frame_without_end_is_skipped(void **state)
{
	struct bytes o = {.size = 0};
	size_t size = (1 << 20) + 1;
	uint8_t *filling = calloc(1, size);
	struct given given;
	char why[128];

	(void)state;
	bytes_add_log(&o, NOON, 9);
	snprintf(why, sizeof why,
		 ": skipped %zu bytes at offset %zu: a frame without end "
		 "within 1048576 bytes",
		 size + 1, o.size);
	bytes_add(&o, filling, size);
	bytes_add(&o, "\x7E", 1);
	bytes_add_log(&o, NOON, 9);
	given = replay(write_file("long", o.data, o.size), 0, NULL);
	assert_non_null(strstr(given.told, why));
	assert_string_equal(given.why, "");
	assert_int_equal(given.count, 2);
	given_free(&given);
	bytes_free(&o);
	free(filling);
}

/* The largest end that is not beyond size; 0 for none. */
static size_t
end_before(const size_t *ends, size_t count, size_t size)
{
	size_t end = 0;

	for (size_t i = 0; i < count && ends[i] <= size; i++)
		end = ends[i];
	return end;
}

static void
a_stream_cut_at_any_byte_ends_clearly(void **state)
{
	const size_t *ends;
	size_t count;
	struct bytes stream = make_stream(&ends, &count);

	(void)state;
	for (size_t n = 0; n <= stream.size; n++) {
		struct given given =
			replay(write_file("cut", stream.data, n), 0, NULL);
		size_t whole = end_before(ends, count, n);
		char why[128];

		assert_prefix(&given.bytes, &stream);
		assert_true(given.bytes.size >= whole);
		assert_true(given.bytes.size <= n);
		snprintf(why, sizeof why,
			 "cut: cut short at offset %zu, inside the container "
			 "that begins at %zu",
			 n, given.bytes.size);
		if (given.bytes.size == n)
			assert_string_equal(n ? "" : given.why, given.why);
		else if (n >= 4)
			assert_non_null(strstr(given.why, why));
		given_free(&given);
	}
	bytes_free(&stream);
}

static void
frames_cut_at_any_byte_end_clearly(void **state)
{
	struct bytes frames = make_frames(12, 4000);

	(void)state;
	for (size_t n = 40; n <= frames.size; n++) {
		struct given given =
			replay(write_file("cut", frames.data, n), 0, NULL);
		size_t whole = n;
		char why[128];

		while (frames.data[whole - 1] != 0x7E)
			whole--;
		/* Flags before a frame belong to it, and are lost with it. */
		while (whole < n && frames.data[whole - 2] == 0x7E)
			whole--;
		assert_prefix(&given.unwrapped, &frames);
		assert_int_equal(given.unwrapped.size, whole);
		snprintf(why, sizeof why,
			 "cut: cut short at offset %zu, inside the frame that "
			 "begins at %zu",
			 n, whole);
		if (whole == n)
			assert_string_equal(given.why, "");
		else
			assert_non_null(strstr(given.why, why));
		given_free(&given);
	}
	bytes_free(&frames);
}

static void
nothing(int signal)
{
	(void)signal;
}

/* 20 ms between two, and a signal every millisecond. */
static void
check_wait(const struct bytes *capture, bool wrapped)
{
	const char *path = write_file("wait", capture->data, capture->size);
	struct itimerval often = {{0, 1000}, {0, 1000}};
	struct itimerval never = {{0, 0}, {0, 0}};
	struct given given;
	size_t signals = 0;

	setitimer(ITIMER_REAL, &often, NULL);
	given = replay(path, 1, &signals);
	/* On a busy machine 20 ms may be over before it sleeps. */
	while (signals == 0) {
		given_free(&given);
		given = replay(path, 1, &signals);
	}
	setitimer(ITIMER_REAL, &never, NULL);
	assert_bytes(wrapped ? &given.unwrapped : &given.bytes, capture);
	assert_int_equal(given.count, 2);
	given_free(&given);
}

static void
a_signal_ends_the_wait_and_loses_nothing(void **state)
{
	struct sigaction action = {.sa_handler = nothing};
	struct bytes frames = make_frames(2, 20000);
	struct bytes stream = {.size = 0};

	(void)state;
	bytes_add_header(&stream, 1);
	bytes_add_message(&stream, NOON, 3);
	bytes_add_header(&stream, 1);
	bytes_add_message(&stream, NOON + 20000, 3);
	sigaction(SIGALRM, &action, NULL);
	check_wait(&frames, true);
	check_wait(&stream, false);
	bytes_free(&frames);
	bytes_free(&stream);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(containers_come_back_byte_for_byte),
		cmocka_unit_test(large_files_and_containers_come_back),
		cmocka_unit_test(frames_come_back_byte_for_byte),
		cmocka_unit_test(wrong_frames_are_counted_and_passed_on),
		cmocka_unit_test(a_file_that_is_no_capture_is_refused),
		cmocka_unit_test(damage_up_to_the_end_is_reported),
		cmocka_unit_test(a_frame_without_end_is_skipped),
		cmocka_unit_test(a_stream_cut_at_any_byte_ends_clearly),
		cmocka_unit_test(frames_cut_at_any_byte_end_clearly),
		cmocka_unit_test(a_signal_ends_the_wait_and_loses_nothing),
	};

	return RUN(tests);
}

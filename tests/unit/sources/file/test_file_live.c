/* SPDX-License-Identifier: MIT */
/*
 * The file source on pipes and sockets.  A pipe with O_DIRECT gives in each
 * read what one write put into it, so pieces have the size that a test wants.
 */
#include "support/replay_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/container.h>

#include "sources/sources.h"

#define NOON INT64_C(1700000000000000)

/* A pipe, and a thread that writes bytes to it in pieces. */
struct drip {
	const struct bytes *bytes;
	size_t piece;
	int ends[2];
	char path[32];
	pthread_t thread;
};

static void *
write_pieces(void *argument)
{
	struct drip *drip = argument;
	const struct bytes *o = drip->bytes;

	for (size_t at = 0; at < o->size; at += drip->piece) {
		size_t left = o->size - at;
		size_t n = left < drip->piece ? left : drip->piece;

		if (write(drip->ends[1], o->data + at, n) != (ssize_t)n)
			break;
	}
	close(drip->ends[1]);
	return NULL;
}

static void
open_pipe(struct drip *drip)
{
	assert_int_equal(pipe2(drip->ends, O_DIRECT | O_CLOEXEC), 0);
	snprintf(drip->path, sizeof drip->path, "/proc/self/fd/%d",
		 drip->ends[0]);
}

static struct given
replay_pieces(const struct bytes *bytes, size_t piece)
{
	struct drip drip = {.bytes = bytes, .piece = piece};
	struct given given;

	open_pipe(&drip);
	pthread_create(&drip.thread, NULL, write_pieces, &drip);
	given = replay(drip.path, 0, NULL);
	pthread_join(drip.thread, NULL);
	close(drip.ends[0]);
	return given;
}

static void
containers_are_the_same_in_pieces_of_any_size(void **state)
{
	const size_t *ends;
	size_t count;
	struct bytes stream = make_stream(&ends, &count);
	struct given whole;

	(void)state;
	whole = replay(write_file("c", stream.data, stream.size), 0, NULL);
	for (size_t piece = 1; piece <= stream.size; piece++) {
		struct given given = replay_pieces(&stream, piece);

		assert_same_given(&given, &whole);
		given_free(&given);
	}
	given_free(&whole);
	bytes_free(&stream);
}

/* Frames are grouped by what they hold, not by how they came. */
static void
frames_are_the_same_in_pieces_of_any_size(void **state)
{
	struct bytes frames = make_frames(80, 3000);
	struct given whole =
		replay(write_file("f", frames.data, frames.size), 0, NULL);

	(void)state;
	for (size_t piece = 1; piece <= frames.size;
	     piece += piece < 100 ? 1 : 53) {
		struct given given = replay_pieces(&frames, piece);

		assert_same_given(&given, &whole);
		given_free(&given);
	}
	assert_bytes(&whole.unwrapped, &frames);
	given_free(&whole);
	bytes_free(&frames);
}

static void
gzip_comes_through_a_pipe_in_pieces_of_any_size(void **state)
{
	const size_t *ends;
	size_t count;
	struct bytes stream = make_stream(&ends, &count);
	struct bytes gzip =
		load_file(write_gzip("c.gz", stream.data, stream.size));

	(void)state;
	/* Two members, as `cat a.gz b.gz` makes them. */
	bytes_repeat(&stream);
	bytes_repeat(&gzip);
	for (size_t piece = 1; piece <= gzip.size; piece++) {
		struct given given = replay_pieces(&gzip, piece);

		assert_string_equal(given.why, "");
		assert_bytes(&given.bytes, &stream);
		given_free(&given);
	}
	bytes_free(&gzip);
	bytes_free(&stream);
}

static void
nothing(int signal)
{
	(void)signal;
}

/* A live source, and a buffer to read it into. */
struct live {
	struct drip drip;
	struct dtap_source *source;
	uint8_t *buffer;
};

static struct live
live_open(void)
{
	struct live live = {.drip = {.piece = 0}};
	struct dtap_file_options options = {.speed = 1, .flush_ms = 1};

	open_pipe(&live.drip);
	options.path = live.drip.path;
	live.source = dtap_file_new(&options);
	assert_int_equal(live.source->ops->open(live.source), 0);
	assert_false(live.source->lossless);
	live.buffer = malloc(live.source->buffer_size);
	return live;
}

static void
live_put(struct live *live, const void *data, size_t size)
{
	assert_int_equal(write(live->drip.ends[1], data, size), size);
}

static ssize_t
live_read(struct live *live)
{
	return live->source->ops->read(live->source, live->buffer,
				       live->source->buffer_size);
}

static void
live_expect(struct live *live, const void *data, size_t size)
{
	assert_int_equal(live_read(live), size);
	assert_memory_equal(live->buffer, data, size);
}

static void
live_close(struct live *live)
{
	live->source->ops->close(live->source);
	live->source->ops->free(live->source);
	free(live->buffer);
	close(live->drip.ends[0]);
	close(live->drip.ends[1]);
}

/* The writer stays: a read that asks for one byte too many never returns. */
static void
a_live_stream_waits_for_nothing_behind_a_container(void **state)
{
	static const uint8_t notice[] = {1, 0, 0, 0, 5, 5, 5};
	struct live live = live_open();
	struct bytes data = {.size = 0};

	(void)state;
	bytes_add_header(&data, 1);
	bytes_add_message(&data, NOON, 30);
	live_put(&live, notice, sizeof notice);
	live_put(&live, data.data, data.size);
	live_expect(&live, notice, sizeof notice);
	live_expect(&live, data.data, data.size);
	live_put(&live, data.data, data.size);
	live_expect(&live, data.data, data.size);
	bytes_free(&data);
	live_close(&live);
}

/* What comes together is a container, but never more than of a file. */
static void
live_frames_end_a_container_in_silence(void **state)
{
	struct live live = live_open();
	struct bytes frames = {.size = 0};
	size_t one, two;

	(void)state;
	bytes_add_log(&frames, NOON, 10);
	one = frames.size;
	bytes_add_log(&frames, NOON + 5000000, 10);
	two = frames.size;
	bytes_add_log(&frames, NOON, 10);
	live_put(&live, frames.data, two + 3);
	assert_int_equal(live_read(&live), 8 + 4 + one);
	assert_memory_equal(live.buffer + 12, frames.data, one);
	/* The writer is silent: what is whole is given. */
	assert_int_equal(live_read(&live), 8 + 4 + two - one);
	assert_memory_equal(live.buffer + 12, frames.data + one, two - one);
	live_put(&live, frames.data + two + 3, frames.size - two - 3);
	assert_int_equal(live_read(&live), 8 + 4 + frames.size - two);
	assert_memory_equal(live.buffer + 12, frames.data + two,
			    frames.size - two);
	bytes_free(&frames);
	live_close(&live);
}

/* It would wait for more, but nothing comes any more. */
static void
what_a_live_input_has_is_given_at_a_stop(void **state)
{
	struct dtap_file_options options = {.speed = 1, .flush_ms = 60000};
	struct itimerval soon = {{0, 1000}, {0, 1000}},
			 never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = nothing};
	struct live live = {.drip = {.piece = 0}};
	struct bytes frames = {.size = 0};

	(void)state;
	open_pipe(&live.drip);
	options.path = live.drip.path;
	live.source = dtap_file_new(&options);
	assert_int_equal(live.source->ops->open(live.source), 0);
	live.buffer = malloc(live.source->buffer_size);
	bytes_add_log(&frames, NOON, 10);
	live_put(&live, frames.data, frames.size);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	assert_int_equal(live_read(&live), 0);
	setitimer(ITIMER_REAL, &never, NULL);
	assert_int_equal(live.source->ops->drain(live.source, live.buffer),
			 12 + frames.size);
	assert_int_equal(live.source->ops->drain(live.source, live.buffer), 0);
	bytes_free(&frames);
	live_close(&live);
}

static void
a_signal_ends_a_live_read_and_loses_nothing(void **state)
{
	struct itimerval often = {{0, 1000}, {0, 1000}},
			 never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = nothing};
	struct live live = live_open();
	struct bytes data = {.size = 0};

	(void)state;
	bytes_add_header(&data, 1);
	bytes_add_message(&data, NOON, 30);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	assert_int_equal(live_read(&live), 0);
	live_put(&live, data.data, 9);
	assert_int_equal(live_read(&live), 0);
	setitimer(ITIMER_REAL, &never, NULL);
	live_put(&live, data.data + 9, data.size - 9);
	live_expect(&live, data.data, data.size);
	bytes_free(&data);
	live_close(&live);
}

/* Puts fd in the place of standard input; the value goes to restore. */
static int
as_standard_input(int fd)
{
	int saved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);

	dup2(fd, STDIN_FILENO);
	close(fd);
	return saved;
}

static void
restore(int saved)
{
	close(STDIN_FILENO);
	if (saved < 0)
		return;
	dup2(saved, STDIN_FILENO);
	close(saved);
}

static void
a_file_as_standard_input_is_a_file(void **state)
{
	const size_t *ends;
	size_t count;
	struct bytes stream = make_stream(&ends, &count);
	const char *path = write_gzip("in", stream.data, stream.size);
	int saved = as_standard_input(open(path, O_RDONLY | O_CLOEXEC));

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct given given = replay("-", 0, NULL);

		assert_bytes(&given.bytes, &stream);
		given_free(&given);
	}
	restore(saved);
	bytes_free(&stream);
}

static void
packets_are_containers_as_they_are(int type)
{
	static const char *const packets[] = {"a", "\x20", "any bytes"};
	struct given given;
	int ends[2], saved;

	assert_int_equal(socketpair(AF_UNIX, type, 0, ends), 0);
	for (size_t i = 0; i < COUNT(packets); i++)
		send(ends[1], packets[i], strlen(packets[i]), 0);
	send(ends[1], "", 0, 0);
	saved = as_standard_input(ends[0]);
	given = replay("-", 0, NULL);
	assert_int_equal(given.count, COUNT(packets));
	assert_int_equal(given.bytes.size, 11);
	assert_memory_equal(given.bytes.data,
			    "a\x20"
			    "any bytes",
			    11);
	assert_int_equal(given.ends[1], 2);
	assert_string_equal(given.why, "");
	given_free(&given);
	close(ends[1]);
	if (type == SOCK_SEQPACKET) {
		given = replay("-", 0, NULL);
		assert_string_equal(given.why, "standard input: empty");
		given_free(&given);
	}
	restore(saved);
}

static void
a_packet_of_a_socket_is_a_container(void **state)
{
	(void)state;
	packets_are_containers_as_they_are(SOCK_SEQPACKET);
	packets_are_containers_as_they_are(SOCK_DGRAM);
}

static void
a_non_blocking_input_is_waited_for(void **state)
{
	struct itimerval soon = {{0, 1000}, {0, 1000}},
			 never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = nothing};
	struct dtap_file_options options = {.path = "-"};
	struct dtap_source *source = dtap_file_new(&options);
	uint8_t *buffer = malloc(source->buffer_size);
	int ends[2], saved;

	(void)state;
	assert_int_equal(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
	saved = as_standard_input(ends[0]);
	assert_int_equal(source->ops->open(source), 0);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	assert_int_equal(source->ops->read(source, buffer, 64), 0);
	setitimer(ITIMER_REAL, &never, NULL);
	assert_int_equal(write(ends[1], "\x10\0\0\0", 4), 4);
	assert_int_equal(source->ops->read(source, buffer, 64), 4);
	source->ops->close(source);
	source->ops->free(source);
	free(buffer);
	close(ends[1]);
	restore(saved);
}

static bool
is_lossless(const char *path, double speed)
{
	struct dtap_file_options options = {.path = path, .speed = speed};
	struct dtap_source *source = dtap_file_new(&options);
	bool lossless;

	assert_int_equal(source->ops->open(source), 0);
	lossless = source->lossless;
	source->ops->close(source);
	source->ops->free(source);
	return lossless;
}

static void
at_speed_0_all_but_devices_are_lossless(void **state)
{
	int ends[2], saved;

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	saved = as_standard_input(ends[0]);
	assert_true(is_lossless("-", 0));
	assert_false(is_lossless("-", 1));
	restore(saved);
	close(ends[1]);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	saved = as_standard_input(ends[0]);
	assert_true(is_lossless("-", 0));
	assert_false(is_lossless("-", 1));
	restore(saved);
	close(ends[1]);
	assert_false(is_lossless("/dev/null", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(containers_are_the_same_in_pieces_of_any_size),
		cmocka_unit_test(frames_are_the_same_in_pieces_of_any_size),
		cmocka_unit_test(
			gzip_comes_through_a_pipe_in_pieces_of_any_size),
		cmocka_unit_test(
			a_live_stream_waits_for_nothing_behind_a_container),
		cmocka_unit_test(live_frames_end_a_container_in_silence),
		cmocka_unit_test(what_a_live_input_has_is_given_at_a_stop),
		cmocka_unit_test(a_signal_ends_a_live_read_and_loses_nothing),
		cmocka_unit_test(a_file_as_standard_input_is_a_file),
		cmocka_unit_test(a_packet_of_a_socket_is_a_container),
		cmocka_unit_test(a_non_blocking_input_is_waited_for),
		cmocka_unit_test(at_speed_0_all_but_devices_are_lossless),
	};

	return RUN(tests);
}

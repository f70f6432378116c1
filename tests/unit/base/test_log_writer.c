/* SPDX-License-Identifier: MIT */
#include "base/log_writer.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <unistd.h>

#include "support/testing.h"

static size_t
lost_line(char out[DTAP_LOG_LINE], uint64_t count)
{
	return (size_t)snprintf(out, DTAP_LOG_LINE, "lost %" PRIu64 "\n",
				count);
}

static void
push(struct dtap_log_writer *writer, unsigned number)
{
	char line[64];

	dtap_log_writer_push(
		writer, line,
		(size_t)snprintf(line, sizeof line, "line %u\n", number));
}

/* A pipe that takes nothing more; returns its capacity. */
static size_t
full_pipe(int ends[2])
{
	static const char zeros[4096];
	size_t size = 0;
	ssize_t n;

	assert_int_equal(pipe(ends), 0);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	while ((n = write(ends[1], zeros, sizeof zeros)) > 0)
		size += (size_t)n;
	fcntl(ends[1], F_SETFL, 0);
	return size;
}

static void
drain(int fd, size_t size)
{
	char piece[4096];

	while (size > 0) {
		ssize_t n = read(fd, piece,
				 size < sizeof piece ? size : sizeof piece);

		assert_true(n > 0);
		size -= (size_t)n;
	}
}

/*
 * Reads until so many lines came or were reported as lost, in any number of
 * reports; returns how many were lost.
 */
static unsigned
account_for(FILE *in, unsigned lines)
{
	unsigned came = 0, lost = 0, more;
	char line[256];

	while (came + lost < lines) {
		assert_non_null(fgets(line, sizeof line, in));
		if (sscanf(line, "lost %u", &more) == 1)
			lost += more;
		else
			came++;
	}
	assert_int_equal(came + lost, lines);
	assert_true(came > 0);
	return lost;
}

static void
lines_are_written_in_their_order(void **state)
{
	struct dtap_log_writer *writer;
	char line[256], expected[64];
	int ends[2];
	FILE *in;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	in = fdopen(ends[0], "r");
	writer = dtap_log_writer_start(ends[1], lost_line);
	assert_non_null(writer);
	/* More than the queue holds, over and over around its end. */
	for (unsigned i = 0; i < 30000; i++) {
		push(writer, i);
		snprintf(expected, sizeof expected, "line %u\n", i);
		assert_non_null(fgets(line, sizeof line, in));
		assert_string_equal(line, expected);
	}
	assert_true(dtap_log_writer_stop(writer, 10000));
	close(ends[1]);
	assert_null(fgets(line, sizeof line, in));
	fclose(in);
}

static void
nobody_waits_for_a_full_pipe_and_lost_lines_are_counted(void **state)
{
	struct dtap_log_writer *writer;
	char line[256];
	size_t size;
	int ends[2];
	FILE *in;

	(void)state;
	size = full_pipe(ends);
	writer = dtap_log_writer_start(ends[1], lost_line);
	assert_non_null(writer);
	/* A push that waited would never return. */
	for (unsigned i = 0; i < 20000; i++)
		push(writer, i);
	drain(ends[0], size);
	in = fdopen(ends[0], "r");
	assert_true(account_for(in, 20000) > 0);
	push(writer, 20000);
	assert_non_null(fgets(line, sizeof line, in));
	assert_string_equal(line, "line 20000\n");
	assert_true(dtap_log_writer_stop(writer, 10000));
	close(ends[1]);
	fclose(in);
}

static void
the_end_waits_for_a_bounded_time(void **state)
{
	struct dtap_log_writer *writer;
	int ends[2];

	(void)state;
	full_pipe(ends);
	writer = dtap_log_writer_start(ends[1], lost_line);
	assert_non_null(writer);
	push(writer, 1);
	assert_false(dtap_log_writer_stop(writer, 50));
	push(writer, 2); /* still allowed */
	close(ends[0]);  /* ends its wait, with EPIPE */
	assert_true(dtap_log_writer_stop(writer, 10000));
	close(ends[1]);
}

static void
lines_that_a_full_disk_refused_are_counted(void **state)
{
	struct dtap_log_writer *writer;
	int fd, full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	unsigned came = 0, lost = 0, more;
	char line[256];
	int ends[2];
	FILE *in;

	(void)state;
	if (full < 0)
		skip();
	assert_int_equal(pipe(ends), 0);
	fd = dup(full);
	writer = dtap_log_writer_start(fd, lost_line);
	assert_non_null(writer);
	for (unsigned i = 0; i < 5000; i++)
		push(writer, i);
	assert_int_equal(dup2(ends[1], fd), fd); /* now there is room */
	close(ends[1]);
	in = fdopen(ends[0], "r");
	push(writer, 5000);
	while (came + lost < 5001 && fgets(line, sizeof line, in) != NULL) {
		if (sscanf(line, "lost %u", &more) == 1)
			lost += more;
		else
			came++;
	}
	assert_int_equal(came + lost, 5001);
	assert_true(dtap_log_writer_stop(writer, 10000));
	close(fd);
	assert_null(fgets(line, sizeof line, in));
	close(full);
	fclose(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_written_in_their_order),
		cmocka_unit_test(
			nobody_waits_for_a_full_pipe_and_lost_lines_are_counted),
		cmocka_unit_test(the_end_waits_for_a_bounded_time),
		cmocka_unit_test(lines_that_a_full_disk_refused_are_counted),
	};

	signal(SIGPIPE, SIG_IGN);
	return RUN(tests);
}

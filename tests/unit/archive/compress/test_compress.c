/* SPDX-License-Identifier: MIT */
#include "archive/compress/compress.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/compress/compressor.h"
#include "archive/compress/encoder.h"
#include "support/faulty_vfs.h"
#include "support/recorder_fixture.h"
#include "support/testing.h"

struct test {
	struct recorder_fixture fixture;
	struct faulty_vfs faulty;
	struct dtap_compressor *compressor;
};

static int
make(void **state)
{
	struct test *test = malloc(sizeof *test);

	recorder_fixture_make(&test->fixture);
	faulty_vfs_init(&test->faulty);
	test->fixture.vfs = &test->faulty.vfs;
	test->fixture.options.compression = DTAP_COMPRESSION_GZIP;
	test->compressor = dtap_compressor_new(
		&test->fixture.options, "diag",
		recorder_fixture_index(&test->fixture), &test->fixture.log);
	*state = test;
	return 0;
}

static int
clear(void **state)
{
	struct test *test = *state;

	dtap_compressor_free(test->compressor);
	recorder_fixture_clear(&test->fixture);
	free(test);
	return 0;
}

/* So many captures of some hundred KiB; the first's name goes to `name`. */
static void
record(struct test *test, unsigned captures, char name[DTAP_CAPTURE_NAME_ROOM])
{
	struct recorder_fixture *fixture = &test->fixture;

	fixture->options.rotate_bytes = 300000;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, captures * 28, 10000);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", name),
			 captures);
}

static uint64_t
compressed(struct test *test, uint64_t *failures)
{
	uint64_t count;

	dtap_compressor_counts(test->compressor, &count, failures);
	return count;
}

/* The bytes of a program's output, or of a file. */
static char *
slurp(FILE *file, size_t *size)
{
	char *bytes = malloc(4 << 20);

	assert_non_null(file);
	*size = fread(bytes, 1, 4 << 20, file);
	return bytes;
}

static char *
slurp_file(const struct recorder_fixture *fixture, const char *name,
	   size_t *size)
{
	char path[256], *bytes;
	FILE *file;

	recorder_fixture_path(fixture, name, path);
	file = fopen(path, "r");
	bytes = slurp(file, size);
	fclose(file);
	return bytes;
}

static void
come_back(struct test *test, enum dtap_compression how, const char *program,
	  const char *end)
{
	char name[DTAP_CAPTURE_NAME_ROOM], small[DTAP_CAPTURE_NAME_ROOM + 8],
		command[400];
	struct recorder_fixture *fixture = &test->fixture;
	size_t before, after;
	char *plain, *again;
	uint64_t failures;
	FILE *pipe;

	if (!dtap_encoder_is_known(how))
		skip();
	fixture->options.compression = how;
	record(test, 1, name);
	plain = slurp_file(fixture, name, &before);
	assert_int_equal(dtap_compressor_pass(test->compressor), 0);
	assert_int_equal(compressed(test, &failures), 1);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 0);
	assert_int_equal(recorder_fixture_count(fixture, end, small), 1);
	snprintf(command, sizeof command, "%s <%s/%s", program,
		 fixture->directory, small);
	pipe = popen(command, "r");
	again = slurp(pipe, &after);
	if (pclose(pipe) != 0)
		print_message("no %s here\n", program);
	else
		assert_true(after == before &&
			    memcmp(plain, again, before) == 0);
	free(plain);
	free(again);
	assert_int_equal(dtap_compressor_pass(test->compressor), 0);
	assert_int_equal(compressed(test, &failures), 1);
}

static void
gzip_gives_the_capture_back(void **state)
{
	come_back(*state, DTAP_COMPRESSION_GZIP, "gzip -dc", ".pcap.gz");
}

static void
zstd_gives_the_capture_back(void **state)
{
	come_back(*state, DTAP_COMPRESSION_ZSTD, "zstd -dcq", ".pcap.zst");
}

static void
a_failed_compression_leaves_the_plain_capture(void **state)
{
	static const enum faulty_verb verbs[] = {
		FAULTY_WRITE,
		FAULTY_READ,
		FAULTY_SYNC,
		FAULTY_RENAME,
	};
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	uint64_t failures, before = 0;

	record(test, 1, NULL);
	for (size_t i = 0; i < COUNT(verbs); i++) {
		test->faulty.errors[verbs[i]] = ENOSPC;
		dtap_compressor_pass(test->compressor);
		test->faulty.errors[verbs[i]] = 0;
		assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL),
				 1);
		assert_int_equal(
			recorder_fixture_count(fixture, ".pcap.gz", NULL), 0);
		assert_int_equal(recorder_fixture_count(fixture, ".part", NULL),
				 0);
		assert_int_equal(compressed(test, &failures), 0);
		/* Reading the sidecar file failed too: it was not ours then. */
		assert_int_equal(failures, before + (verbs[i] != FAULTY_READ));
		before = failures;
	}
	assert_int_equal(dtap_compressor_pass(test->compressor), 0);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap.gz", NULL), 1);
}

static void
a_compression_that_is_stopped_leaves_the_plain_capture(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	atomic_bool stop = true;
	char text[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_capture_name name;
	struct dtap_directory_handle handle;

	record(test, 1, text);
	assert_true(dtap_capture_name_read(&name, text));
	assert_int_equal(
		dtap_capture_index_enter(fixture->index, false, &handle), 0);
	assert_int_equal(dtap_compress_capture(&name, DTAP_COMPRESSION_GZIP,
					       fixture->index, &handle, &stop),
			 -1);
	assert_int_equal(errno, ECANCELED);
	dtap_capture_index_leave(fixture->index, &handle);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 2);
}

static void
what_a_kill_left_is_compressed_again(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	char name[DTAP_CAPTURE_NAME_ROOM], part[DTAP_CAPTURE_NAME_ROOM + 16];

	record(test, 1, name);
	snprintf(part, sizeof part, "%s.gz.part", name);
	recorder_fixture_write(fixture, part, "half", 4);
	assert_int_equal(dtap_compressor_pass(test->compressor), 0);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 2);
	/* And without compression the next start clears it away. */
	recorder_fixture_write(fixture, part, "half", 4);
	recorder_fixture_begin(fixture);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_count(fixture, ".part", NULL), 0);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap.gz", NULL), 1);
}

static void
a_power_cut_before_the_plain_file_is_deleted_is_mended(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	char name[DTAP_CAPTURE_NAME_ROOM], *plain;
	size_t size;

	record(test, 1, name);
	plain = slurp_file(fixture, name, &size);
	assert_int_equal(dtap_compressor_pass(test->compressor), 0);
	recorder_fixture_write(fixture, name, plain, size); /* both are there */
	free(plain);
	assert_int_equal(dtap_compressor_pass(test->compressor), 0);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 0);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap.gz", NULL), 1);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 2);
}

static void
a_file_of_others_with_the_name_is_not_overwritten(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	char name[DTAP_CAPTURE_NAME_ROOM], small[DTAP_CAPTURE_NAME_ROOM + 8],
		*bytes;
	size_t size;

	record(test, 1, name);
	snprintf(small, sizeof small, "%s.gz", name);
	recorder_fixture_write(fixture, small, "mine", 4);
	assert_int_equal(dtap_compressor_pass(test->compressor), -1);
	bytes = slurp_file(fixture, small, &size);
	assert_int_equal(size, 4);
	free(bytes);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 1);
}

/* A remove that comes too late, for somebody has removed it before. */
static int
remove_it_before(const struct dtap_vfs *vfs, int directory, const char *name)
{
	const char *end = strrchr(name, '.');

	if (strcmp(end, ".pcap") == 0)
		dtap_vfs.remove(vfs, directory, name);
	return dtap_vfs.remove(vfs, directory, name);
}

static void
a_capture_deleted_meanwhile_does_not_come_back(void **state)
{
	struct test *test = *state;

	record(test, 1, NULL);
	test->faulty.vfs.remove = remove_it_before;
	dtap_compressor_pass(test->compressor);
	assert_int_equal(recorder_fixture_count(&test->fixture, ".pcap", NULL),
			 0);
	assert_int_equal(
		recorder_fixture_count(&test->fixture, ".pcap.gz", NULL), 0);
}

static void
all_finished_captures_are_compressed_and_keep_their_time(void **state)
{
	static const struct timespec times[] = {{1600000000, 0},
						{1600000000, 0}};
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];
	struct stat stat;

	record(test, 3, name);
	recorder_fixture_path(fixture, name, path);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	assert_int_equal(dtap_compressor_start(test->compressor), 0);
	while (recorder_fixture_count(fixture, ".pcap.gz", name) < 3 ||
	       recorder_fixture_count(fixture, ".pcap", NULL) > 0)
		sched_yield();
	dtap_compressor_stop(test->compressor);
	recorder_fixture_path(fixture, name, path);
	assert_int_equal(lstat(path, &stat), 0);
	assert_int_equal(stat.st_mtime, 1600000000);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
	const struct CMUnitTest tests[] = {
		TEST(gzip_gives_the_capture_back),
		TEST(zstd_gives_the_capture_back),
		TEST(a_failed_compression_leaves_the_plain_capture),
		TEST(a_compression_that_is_stopped_leaves_the_plain_capture),
		TEST(what_a_kill_left_is_compressed_again),
		TEST(a_power_cut_before_the_plain_file_is_deleted_is_mended),
		TEST(a_file_of_others_with_the_name_is_not_overwritten),
		TEST(a_capture_deleted_meanwhile_does_not_come_back),
		TEST(all_finished_captures_are_compressed_and_keep_their_time),
	};

	return RUN(tests);
}

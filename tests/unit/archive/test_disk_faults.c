/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/disk_problem.h"
#include "support/faulty_vfs.h"
#include "support/log_capture.h"
#include "support/recorder_fixture.h"
#include "support/testing.h"

struct test {
	struct recorder_fixture fixture;
	struct faulty_vfs faulty;
};

static bool split; /* with archive.split = "message" */

static int
make(void **state)
{
	struct test *test = malloc(sizeof *test);

	recorder_fixture_make(&test->fixture);
	faulty_vfs_init(&test->faulty);
	test->fixture.vfs = &test->faulty.vfs;
	*state = test;
	return 0;
}

static int
clear(void **state)
{
	struct test *test = *state;

	recorder_fixture_clear(&test->fixture);
	free(test);
	return 0;
}

static enum dtap_archive_state
state_of(const struct recorder_fixture *fixture)
{
	struct dtap_archive_status status;

	recorder_fixture_status(fixture, &status);
	return status.state;
}

/* While the call fails nothing is written; then all is, and none twice. */
static void
survive(struct test *test, enum faulty_verb verb, int error)
{
	struct recorder_fixture *fixture = &test->fixture;
	struct dtap_archive_status status;
	struct recorder_fixture_missing missing;

	fixture->options.rotate_seconds = 30;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 20, 1000);
	recorder_fixture_pass(fixture, 1000);
	test->faulty.errors[verb] = error;
	test->faulty.torn = 5000;
	for (int i = 0; i < 10; i++) {
		recorder_fixture_publish(fixture, 20, 1000);
		recorder_fixture_pass(fixture, 10000);
	}
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_FAILED);
	assert_int_equal(status.failures, 1); /* one episode, one warning */
	assert_non_null(strstr(status.why, dtap_disk_problem(error)));
	memset(test->faulty.errors, 0, sizeof test->faulty.errors);
	recorder_fixture_pass(fixture, 61000);
	assert_int_not_equal(state_of(fixture), DTAP_ARCHIVE_FAILED);
	recorder_fixture_publish(fixture, 20, 1000);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 240);
	assert_int_equal(missing.reported + missing.unreported, 0);
	assert_int_equal(recorder_fixture_count(fixture, ".part", NULL), 0);
}

static void
writes_that_fail_lose_nothing(void **state)
{
	survive(*state, FAULTY_WRITE, EIO);
}

static void
a_full_disk_loses_nothing_that_the_ring_holds(void **state)
{
	survive(*state, FAULTY_WRITE, ENOSPC);
}

static void
opens_that_fail_lose_nothing(void **state)
{
	survive(*state, FAULTY_OPEN, EROFS);
}

static void
syncs_that_fail_lose_nothing(void **state)
{
	survive(*state, FAULTY_SYNC, EIO);
}

static void
names_that_cannot_be_given_lose_nothing(void **state)
{
	survive(*state, FAULTY_RENAME, EIO);
}

static void
a_torn_record_that_cannot_be_cut_off_is_not_read_twice(void **state)
{
	struct test *test = *state;

	test->faulty.errors[FAULTY_CUT] = EIO;
	survive(test, FAULTY_WRITE, EIO);
}

static void
a_long_outage_has_a_loss_record_in_its_place(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct recorder_fixture_missing missing;
	struct dtap_archive_status status;
	uint64_t read;

	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 10, 1000);
	recorder_fixture_pass(fixture, 1000);
	test->faulty.errors[FAULTY_WRITE] = ENOSPC;
	for (int i = 0; i < 30; i++) {
		recorder_fixture_publish(fixture, 100, 1000);
		recorder_fixture_pass(fixture, 10000);
	}
	test->faulty.errors[FAULTY_WRITE] = 0;
	recorder_fixture_pass(fixture, 60000);
	recorder_fixture_status(fixture, &status);
	recorder_fixture_end(fixture);
	read = recorder_fixture_read(fixture, &missing);
	assert_true(missing.reported > 1000);
	assert_int_equal(missing.reported, status.lost.containers);
	assert_int_equal(missing.unreported, 0);
	assert_int_equal(read + missing.reported, fixture->published);
}

static void
a_failing_disk_is_tried_less_and_less_often(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;

	recorder_fixture_begin(fixture);
	test->faulty.errors[FAULTY_WRITE] = EIO;
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_pass(fixture, 3600000);
	assert_in_range(test->faulty.calls[FAULTY_WRITE], 60, 70);
}

static void
too_little_space_pauses_and_space_resumes(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct dtap_archive_status status;
	struct recorder_fixture_missing missing;

	fixture->options.min_free_bytes = 1000;
	fixture->options.min_free_bytes_to_start = 2000;
	test->faulty.space = 2000;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 5, 100);
	recorder_fixture_pass(fixture, 2000);
	test->faulty.space = 1000; /* enough to go on */
	recorder_fixture_publish(fixture, 5, 100);
	recorder_fixture_pass(fixture, 2000);
	assert_int_equal(state_of(fixture), DTAP_ARCHIVE_RECORDING);
	test->faulty.space = 999;
	for (int i = 0; i < 5; i++) {
		recorder_fixture_publish(fixture, 1, 100);
		recorder_fixture_pass(fixture, 2000);
	}
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_PAUSED);
	assert_int_equal(status.pauses, 1);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL),
			 1);       /* finished */
	test->faulty.space = 1999; /* too little to start */
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(state_of(fixture), DTAP_ARCHIVE_PAUSED);
	test->faulty.space = 2000;
	recorder_fixture_pass(fixture, 2000);
	assert_int_equal(state_of(fixture), DTAP_ARCHIVE_RECORDING);
	recorder_fixture_status(fixture, &status);
	assert_string_equal(status.why, "");
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 15);
	assert_int_equal(missing.reported + missing.unreported, 0);
}

static void
a_directory_that_goes_and_comes_back_is_found_again(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct dtap_archive_status status;
	struct recorder_fixture_missing missing;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];

	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 3, 100);
	recorder_fixture_pass(fixture, 500);
	assert_int_equal(recorder_fixture_count(fixture, ".part", name), 1);
	recorder_fixture_path(fixture, name, path);
	assert_int_equal(unlink(path) | rmdir(fixture->directory), 0);
	recorder_fixture_publish(fixture, 4, 100);
	recorder_fixture_pass(fixture, 20000);
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_FAILED);
	assert_int_equal(mkdir(fixture->directory, 0700), 0);
	recorder_fixture_pass(fixture, 60000);
	recorder_fixture_publish(fixture, 5, 100);
	recorder_fixture_pass(fixture, 1000);
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_RECORDING);
	recorder_fixture_end(fixture);
	assert_int_equal(status.lost.containers, 7);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 5);
}

static void
another_directory_at_the_path_is_noticed_and_recorded_to(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct recorder_fixture old = *fixture;
	struct recorder_fixture_missing missing;
	struct dtap_archive_status status;
	struct log_capture log;
	char *text;

	fixture->log.most = DTAP_NOTICE;
	log_capture_begin(&log);
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 3, 100);
	recorder_fixture_pass(fixture, 500);
	snprintf(old.directory, sizeof old.directory, "%.50s.old",
		 fixture->directory);
	assert_int_equal(rename(fixture->directory, old.directory), 0);
	assert_int_equal(mkdir(fixture->directory, 0700), 0);
	for (int i = 0; i < 3; i++) {
		recorder_fixture_publish(fixture, 2, 100);
		recorder_fixture_pass(fixture, 1000);
	}
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_RECORDING);
	recorder_fixture_end(fixture);
	text = log_capture_end(&log);
	assert_int_equal(log_capture_count(text, "is another directory now"),
			 1);
	free(text);
	assert_int_equal(status.lost.containers, 0);
	/* Both have whole captures, and none is missing. */
	fixture->seen = old.seen = calloc(9, sizeof *fixture->seen);
	assert_int_equal(recorder_fixture_read(fixture, &missing) +
				 recorder_fixture_read(&old, &missing),
			 9);
	assert_int_equal(recorder_fixture_count(&old, ".json", NULL), 1);
	assert_int_equal(recorder_fixture_count(&old, ".part", NULL), 0);
	free(fixture->seen);
	recorder_fixture_empty(&old);
	assert_int_equal(rmdir(old.directory), 0);
}

#define SIZE_LIMIT 50000

/* As with ulimit -f. */
static ssize_t
write_to_the_limit(const struct dtap_vfs *vfs, int fd, const struct iovec *iov,
		   int count, off_t at)
{
	struct iovec first = iov[0];

	if (at >= SIZE_LIMIT) {
		errno = EFBIG;
		return -1;
	}
	if (first.iov_len > (size_t)(SIZE_LIMIT - at))
		first.iov_len = (size_t)(SIZE_LIMIT - at);
	return dtap_vfs.write(vfs, fd, &first, count > 0, at);
}

static void
files_that_may_not_become_large_end_early_and_lose_nothing(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct recorder_fixture_missing missing;
	struct dtap_archive_status status;
	struct log_capture log;
	char *text;

	test->faulty.vfs.write = write_to_the_limit;
	fixture->log.most = DTAP_NOTICE;
	log_capture_begin(&log);
	recorder_fixture_begin(fixture);
	for (int i = 0; i < 30; i++) {
		recorder_fixture_publish(fixture, 7, 1000);
		recorder_fixture_pass(fixture, 200);
	}
	recorder_fixture_status(fixture, &status);
	recorder_fixture_end(fixture);
	text = log_capture_end(&log);
	assert_int_equal(log_capture_count(text, "LimitFSIZE"), 1);
	free(text);
	assert_int_equal(status.failures, 0);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 210);
	assert_int_equal(missing.reported + missing.unreported, 0);
	assert_in_range(recorder_fixture_count(fixture, ".pcap", NULL), 4, 6);
}

static void
a_file_that_may_have_no_bytes_is_a_full_disk(void **state)
{
	survive(*state, FAULTY_WRITE, EFBIG);
}

static void
a_disk_that_stays_broken_does_not_hold_up_the_end(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct recorder_fixture_missing missing;

	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 10, 100);
	recorder_fixture_pass(fixture, 1000);
	test->faulty.errors[FAULTY_WRITE] = EIO;
	recorder_fixture_publish(fixture, 10, 100);
	recorder_fixture_pass(fixture, 1000);
	recorder_fixture_end(fixture); /* returns */
	test->faulty.errors[FAULTY_WRITE] = 0;
	assert_int_equal(recorder_fixture_count(fixture, ".part", NULL), 1);
	recorder_fixture_begin(fixture); /* the next start */
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 10);
}

static void
after_any_fault_no_record_is_lost_or_twice(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct recorder_fixture_missing missing;

	fixture->options.rotate_bytes = 65536;
	fixture->options.rotate_seconds = 7;
	fixture->options.sync_seconds = 2;
	recorder_fixture_begin(fixture);
	for (int i = 0; i < 1500; i++) {
		test->faulty.odds = i % 3 == 0 ? 0 : (unsigned)(2 + i % 30);
		recorder_fixture_publish(fixture, 2,
					 16 + (size_t)(i * 37 % 3000));
		recorder_fixture_pass(fixture, i % 7 == 0 ? 3000 : 90);
		if (i % 50 == 0) { /* or the ring would lose some */
			test->faulty.odds = 0;
			recorder_fixture_pass(fixture, 70000);
		}
	}
	test->faulty.odds = 0;
	recorder_fixture_pass(fixture, 70000);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 3000);
	assert_int_equal(missing.reported + missing.unreported, 0);
	assert_int_equal(recorder_fixture_count(fixture, ".part", NULL), 0);
}

/* "split": all of it with a record for each message; each has one already. */
int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
	const struct CMUnitTest tests[] = {
		TEST(writes_that_fail_lose_nothing),
		TEST(a_full_disk_loses_nothing_that_the_ring_holds),
		TEST(opens_that_fail_lose_nothing),
		TEST(syncs_that_fail_lose_nothing),
		TEST(names_that_cannot_be_given_lose_nothing),
		TEST(a_torn_record_that_cannot_be_cut_off_is_not_read_twice),
		TEST(a_long_outage_has_a_loss_record_in_its_place),
		TEST(a_failing_disk_is_tried_less_and_less_often),
		TEST(too_little_space_pauses_and_space_resumes),
		TEST(a_directory_that_goes_and_comes_back_is_found_again),
		TEST(another_directory_at_the_path_is_noticed_and_recorded_to),
		TEST(files_that_may_not_become_large_end_early_and_lose_nothing),
		TEST(a_file_that_may_have_no_bytes_is_a_full_disk),
		TEST(a_disk_that_stays_broken_does_not_hold_up_the_end),
		TEST(after_any_fault_no_record_is_lost_or_twice),
	};

	split = argc > 1 && strcmp(argv[1], "split") == 0;
	return RUN(tests);
}

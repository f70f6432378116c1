/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/recorder_fixture.h"
#include "support/faulty_vfs.h"
#include "support/testing.h"

struct test {
	struct desk desk;
	struct faulty_disk faulty;
};

static int
make(void **state)
{
	struct test *test = malloc(sizeof *test);

	desk_make(&test->desk);
	faulty_disk_init(&test->faulty);
	test->desk.vfs = &test->faulty.vfs;
	*state = test;
	return 0;
}

static int
clear(void **state)
{
	struct test *test = *state;

	desk_clear(&test->desk);
	free(test);
	return 0;
}

static enum dtap_archive_state
state_of(const struct desk *desk)
{
	struct dtap_archive_status status;

	desk_status(desk, &status);
	return status.state;
}

/* While the call fails nothing is written; then all is, and none twice. */
static void
survive(struct test *test, enum faulty_verb verb, int error)
{
	struct desk *desk = &test->desk;
	struct dtap_archive_status status;
	struct desk_missing missing;

	desk->options.rotate_seconds = 30;
	desk_begin(desk);
	desk_publish(desk, 20, 1000);
	desk_pass(desk, 1000);
	test->faulty.errors[verb] = error;
	test->faulty.torn = 5000;
	for (int i = 0; i < 10; i++) {
		desk_publish(desk, 20, 1000);
		desk_pass(desk, 10000);
	}
	desk_status(desk, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_FAILED);
	assert_int_equal(status.failures, 1); /* one episode, one warning */
	assert_non_null(strstr(status.why, strerror(error)));
	memset(test->faulty.errors, 0, sizeof test->faulty.errors);
	desk_pass(desk, 61000);
	assert_int_not_equal(state_of(desk), DTAP_ARCHIVE_FAILED);
	desk_publish(desk, 20, 1000);
	desk_end(desk);
	assert_int_equal(desk_read(desk, &missing), 240);
	assert_int_equal(missing.told + missing.untold, 0);
	assert_int_equal(desk_count(desk, ".part", NULL), 0);
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
what_cannot_be_cut_off_is_not_read_twice(void **state)
{
	struct test *test = *state;

	test->faulty.errors[FAULTY_CUT] = EIO;
	survive(test, FAULTY_WRITE, EIO);
}

static void
a_long_outage_is_told_in_its_place(void **state)
{
	struct test *test = *state;
	struct desk *desk = &test->desk;
	struct desk_missing missing;
	struct dtap_archive_status status;
	uint64_t read;

	desk_begin(desk);
	desk_publish(desk, 10, 1000);
	desk_pass(desk, 1000);
	test->faulty.errors[FAULTY_WRITE] = ENOSPC;
	for (int i = 0; i < 30; i++) {
		desk_publish(desk, 100, 1000);
		desk_pass(desk, 10000);
	}
	test->faulty.errors[FAULTY_WRITE] = 0;
	desk_pass(desk, 60000);
	desk_status(desk, &status);
	desk_end(desk);
	read = desk_read(desk, &missing);
	assert_true(missing.told > 1000);
	assert_int_equal(missing.told, status.lost.containers);
	assert_int_equal(missing.untold, 0);
	assert_int_equal(read + missing.told, desk->published);
}

static void
it_tries_again_less_and_less_often(void **state)
{
	struct test *test = *state;
	struct desk *desk = &test->desk;

	desk_begin(desk);
	test->faulty.errors[FAULTY_WRITE] = EIO;
	desk_publish(desk, 1, 100);
	desk_pass(desk, 3600000);
	assert_in_range(test->faulty.calls[FAULTY_WRITE], 60, 70);
}

static void
too_little_space_pauses_and_space_resumes(void **state)
{
	struct test *test = *state;
	struct desk *desk = &test->desk;
	struct dtap_archive_status status;
	struct desk_missing missing;

	desk->options.min_free_bytes = 1000;
	desk->options.min_free_bytes_to_start = 2000;
	test->faulty.space = 2000;
	desk_begin(desk);
	desk_publish(desk, 5, 100);
	desk_pass(desk, 2000);
	test->faulty.space = 1000; /* enough to go on */
	desk_publish(desk, 5, 100);
	desk_pass(desk, 2000);
	assert_int_equal(state_of(desk), DTAP_ARCHIVE_RECORDING);
	test->faulty.space = 999;
	for (int i = 0; i < 5; i++) {
		desk_publish(desk, 1, 100);
		desk_pass(desk, 2000);
	}
	desk_status(desk, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_PAUSED);
	assert_int_equal(status.pauses, 1);
	assert_int_equal(desk_count(desk, ".pcap", NULL), 1); /* finished */
	test->faulty.space = 1999; /* too little to start */
	desk_pass(desk, 60000);
	assert_int_equal(state_of(desk), DTAP_ARCHIVE_PAUSED);
	test->faulty.space = 2000;
	desk_pass(desk, 2000);
	assert_int_equal(state_of(desk), DTAP_ARCHIVE_RECORDING);
	desk_status(desk, &status);
	assert_string_equal(status.why, "");
	desk_end(desk);
	assert_int_equal(desk_read(desk, &missing), 15);
	assert_int_equal(missing.told + missing.untold, 0);
}

static void
a_directory_that_goes_and_comes_back_is_found_again(void **state)
{
	struct test *test = *state;
	struct desk *desk = &test->desk;
	struct dtap_archive_status status;
	struct desk_missing missing;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];

	desk_begin(desk);
	desk_publish(desk, 3, 100);
	desk_pass(desk, 500);
	assert_int_equal(desk_count(desk, ".part", name), 1);
	desk_path(desk, name, path);
	assert_int_equal(unlink(path) | rmdir(desk->directory), 0);
	desk_publish(desk, 4, 100);
	desk_pass(desk, 20000);
	desk_status(desk, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_FAILED);
	assert_int_equal(mkdir(desk->directory, 0700), 0);
	desk_pass(desk, 60000);
	desk_publish(desk, 5, 100);
	desk_pass(desk, 1000);
	desk_status(desk, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_RECORDING);
	desk_end(desk);
	assert_int_equal(status.lost.containers, 7);
	assert_int_equal(desk_read(desk, &missing), 5);
}

static void
a_disk_that_stays_broken_does_not_hold_up_the_end(void **state)
{
	struct test *test = *state;
	struct desk *desk = &test->desk;
	struct desk_missing missing;

	desk_begin(desk);
	desk_publish(desk, 10, 100);
	desk_pass(desk, 1000);
	test->faulty.errors[FAULTY_WRITE] = EIO;
	desk_publish(desk, 10, 100);
	desk_pass(desk, 1000);
	desk_end(desk); /* returns */
	test->faulty.errors[FAULTY_WRITE] = 0;
	assert_int_equal(desk_count(desk, ".part", NULL), 1);
	desk_begin(desk); /* the next start */
	desk_end(desk);
	assert_int_equal(desk_read(desk, &missing), 10);
}

static void
whatever_fails_whenever_nothing_is_lost_or_twice(void **state)
{
	struct test *test = *state;
	struct desk *desk = &test->desk;
	struct desk_missing missing;

	desk->options.rotate_bytes = 65536;
	desk->options.rotate_seconds = 7;
	desk->options.sync_seconds = 2;
	desk_begin(desk);
	for (int i = 0; i < 1500; i++) {
		test->faulty.odds = i % 3 == 0 ? 0 : (unsigned)(2 + i % 30);
		desk_publish(desk, 2, 16 + (size_t)(i * 37 % 3000));
		desk_pass(desk, i % 7 == 0 ? 3000 : 90);
		if (i % 50 == 0) { /* or the ring would lose some */
			test->faulty.odds = 0;
			desk_pass(desk, 70000);
		}
	}
	test->faulty.odds = 0;
	desk_pass(desk, 70000);
	desk_end(desk);
	assert_int_equal(desk_read(desk, &missing), 3000);
	assert_int_equal(missing.told + missing.untold, 0);
	assert_int_equal(desk_count(desk, ".part", NULL), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
	const struct CMUnitTest tests[] = {
		TEST(writes_that_fail_lose_nothing),
		TEST(a_full_disk_loses_nothing_that_the_ring_holds),
		TEST(opens_that_fail_lose_nothing),
		TEST(syncs_that_fail_lose_nothing),
		TEST(names_that_cannot_be_given_lose_nothing),
		TEST(what_cannot_be_cut_off_is_not_read_twice),
		TEST(a_long_outage_is_told_in_its_place),
		TEST(it_tries_again_less_and_less_often),
		TEST(too_little_space_pauses_and_space_resumes),
		TEST(a_directory_that_goes_and_comes_back_is_found_again),
		TEST(a_disk_that_stays_broken_does_not_hold_up_the_end),
		TEST(whatever_fails_whenever_nothing_is_lost_or_twice),
	};

	return RUN(tests);
}

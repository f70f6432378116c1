/* SPDX-License-Identifier: MIT */
#include "archive/retention.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/log_capture.h"
#include "support/recorder_fixture.h"
#include "support/testing.h"

static int
make(void **state)
{
	struct recorder_fixture *fixture = malloc(sizeof *fixture);

	recorder_fixture_make(fixture);
	*state = fixture;
	return 0;
}

static int
clear(void **state)
{
	recorder_fixture_clear(*state);
	free(*state);
	return 0;
}

/* Captures of about 16 KiB each, one a minute. */
static void
record(struct recorder_fixture *fixture, unsigned captures)
{
	fixture->options.rotate_seconds = 30;
	if (fixture->recorder == NULL)
		recorder_fixture_begin(fixture);
	while (captures-- > 0) {
		recorder_fixture_publish(fixture, 4, 4000);
		recorder_fixture_pass(fixture, 60000);
	}
}

static void
the_oldest_go_when_there_are_too_many(void **state)
{
	struct recorder_fixture *fixture = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];

	fixture->options.keep_files = 5;
	record(fixture, 12);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", name), 5);
	assert_int_equal(recorder_fixture_count(fixture, ".json", NULL), 5);
	assert_string_equal(name, "diag-20260101T000700Z-000008.pcap");
}

static void
the_directory_is_never_larger_than_it_may_be(void **state)
{
	struct recorder_fixture *fixture = *state;

	fixture->options.rotate_bytes = 65536;
	fixture->options.keep_bytes = 400000;
	recorder_fixture_begin(fixture);
	for (int i = 0; i < 3000; i++) {
		recorder_fixture_publish(fixture, 1, 1000);
		recorder_fixture_pass(fixture, 150);
		assert_true(recorder_fixture_size(fixture) <=
			    fixture->options.keep_bytes);
	}
	assert_true(recorder_fixture_size(fixture) > 300000);
	assert_in_range(recorder_fixture_count(fixture, ".pcap", NULL), 4, 6);
}

static void
too_old_captures_are_deleted_while_nothing_comes(void **state)
{
	struct recorder_fixture *fixture = *state;

	fixture->options.keep_seconds = 86400;
	/* Files are as old as the machine's clock has them. */
	fixture->moment.wall = time(NULL);
	record(fixture, 3);
	recorder_fixture_sleep(fixture, 86400 - 300);
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 3);
	recorder_fixture_sleep(fixture, 300);
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 0);
}

static void
a_clock_that_jumps_ahead_makes_no_capture_older(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct log_capture log;
	char *text;

	fixture->log.most = DTAP_NOTICE;
	log_capture_begin(&log);
	fixture->options.keep_seconds = 86400;
	fixture->moment.wall = time(NULL);
	record(fixture, 3);
	fixture->moment.wall += 10 * 365 * 86400; /* as the network tells it */
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 3);
	text = log_capture_end(&log);
	assert_int_equal(log_capture_count(text, "the clock was set forward"),
			 1);
	free(text);
	fixture->log.most = DTAP_NOTHING;
	recorder_fixture_kill(fixture); /* nor after a restart */
	recorder_fixture_begin(fixture);
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 3);
	recorder_fixture_sleep(fixture, 86400);
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 0);
}

static void
a_clock_that_is_set_back_makes_no_capture_younger(void **state)
{
	struct recorder_fixture *fixture = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];
	struct stat stat;
	char path[256];
	int64_t now = time(NULL);

	fixture->options.keep_seconds = 86400;
	fixture->moment.wall = now;
	record(fixture, 2);
	fixture->moment.wall += 86400000;
	recorder_fixture_pass(fixture, 60000);
	fixture->moment.wall -= 86400000;
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", name), 2);
	recorder_fixture_path(fixture, name, path);
	assert_int_equal(lstat(path, &stat), 0);
	assert_in_range(stat.st_mtime, now - 5, now + 300);
	recorder_fixture_sleep(fixture, 86400);
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 0);
}

static void
a_file_of_before_the_clock_was_set_has_no_age(void **state)
{
	static const struct timespec times[] = {{1000, 0}, {1000, 0}};
	struct recorder_fixture *fixture = *state;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];

	fixture->options.keep_seconds = 3600;
	record(fixture, 1);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", name), 1);
	recorder_fixture_path(fixture, name, path);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	fixture->moment.wall = time(NULL);
	recorder_fixture_pass(fixture, 60000);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 1);
}

/* Things with names like ours, that are not ours. */
static void
put_strangers(struct recorder_fixture *fixture)
{
	static const char *const names[] = {
		"notes.txt",
		"diag-20200101T000000Z-000001.pcap", /* no sidecar file */
		"diag-20200101T000000Z-000002.pcap.bak",
		"ipa-20200101T000000Z-000003.pcap", /* another tap's */
		"ipa-20200101T000000Z-000003.json",
		"diag-20200101T000000Z-000004.pcap", /* sidecar file not ours */
		"diag-20200101T000000Z-000004.json",
		"diag-20200101T000000Z-999999999.pcap",
		"diag-20200101T000000Z-000009.json",
		"precious",
	};
	char path[256];

	for (size_t i = 0; i < COUNT(names); i++)
		recorder_fixture_write(fixture, names[i], "precious", 8);
	recorder_fixture_path(fixture, "diag-20200101T000000Z-000005.pcap",
			      path);
	assert_int_equal(symlink("precious", path), 0);
	recorder_fixture_path(fixture, "diag-20200101T000000Z-000005.json",
			      path);
	assert_int_equal(symlink("precious", path), 0);
	recorder_fixture_path(fixture, "diag-20200101T000000Z-000006.pcap",
			      path);
	assert_int_equal(mkdir(path, 0700), 0);
	recorder_fixture_path(fixture, "diag-20200101T000000Z-000007.pcap.part",
			      path);
	assert_int_equal(symlink("precious", path), 0);
	recorder_fixture_path(fixture, "diag-20200101T000000Z-000008.pcap",
			      path);
	assert_int_equal(mkfifo(path, 0600), 0);
	/* As long as a header, and no whole record of ours. */
	recorder_fixture_write(fixture,
			       "diag-20200101T000000Z-000010.pcap.part",
			       "a diary, and no pcap file at all", 32);
}

static void
files_of_others_are_never_deleted(void **state)
{
	struct recorder_fixture *fixture = *state;
	unsigned before;
	char path[256];
	struct stat stat;

	put_strangers(fixture);
	before = recorder_fixture_count(fixture, "", NULL);
	fixture->options.keep_files = 1;
	fixture->options.keep_seconds = 86400;
	fixture->options.keep_bytes = 3 << 20;
	fixture->moment.wall = time(NULL);
	record(fixture, 5);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), before + 2);
	recorder_fixture_path(fixture, "precious", path);
	assert_int_equal(lstat(path, &stat), 0);
	assert_int_equal(stat.st_size, 8);
	/* Behind 10, which was being written; not behind a stranger's last. */
	assert_int_equal(recorder_fixture_count(fixture, "-000015.pcap", NULL),
			 1);
}

static void
a_number_that_is_taken_is_passed_over(void **state)
{
	struct recorder_fixture *fixture = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];

	recorder_fixture_write(fixture, "diag-20260101T000000Z-000001.pcap.zst",
			       "x", 1);
	recorder_fixture_write(fixture, "diag-20260101T000000Z-000002.json",
			       "x", 1);
	record(fixture, 1);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", name), 1);
	assert_string_equal(name, "diag-20260101T000000Z-000003.pcap");
}

static void
a_name_taken_meanwhile_is_not_written_over(void **state)
{
	struct recorder_fixture *fixture = *state;
	char path[256], name[DTAP_CAPTURE_NAME_ROOM];
	struct stat stat;

	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_pass(fixture, 1000);
	recorder_fixture_write(fixture, "diag-20260101T000000Z-000001.pcap",
			       "mine", 4);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_count(fixture, "-000002.pcap", name),
			 1);
	assert_int_equal(recorder_fixture_count(fixture, "-000002.json", name),
			 1);
	assert_int_equal(recorder_fixture_count(fixture, ".json", name), 1);
	assert_int_equal(recorder_fixture_count(fixture, ".part", name), 0);
	recorder_fixture_path(fixture, "diag-20260101T000000Z-000001.pcap",
			      path);
	assert_int_equal(lstat(path, &stat), 0);
	assert_int_equal(stat.st_size, 4);
}

static void
what_a_power_cut_left_of_a_deletion_is_cleared_away(void **state)
{
	struct recorder_fixture *fixture = *state;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];

	record(fixture, 2);
	assert_int_equal(recorder_fixture_count(fixture, "-000001.pcap", name),
			 1);
	recorder_fixture_path(fixture, name, path);
	assert_int_equal(unlink(path), 0);
	recorder_fixture_kill(fixture);
	record(fixture, 1);
	assert_int_equal(recorder_fixture_count(fixture, "-000001.json", NULL),
			 0);
	assert_int_equal(recorder_fixture_count(fixture, ".json", NULL), 2);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
	const struct CMUnitTest tests[] = {
		TEST(the_oldest_go_when_there_are_too_many),
		TEST(the_directory_is_never_larger_than_it_may_be),
		TEST(too_old_captures_are_deleted_while_nothing_comes),
		TEST(a_clock_that_jumps_ahead_makes_no_capture_older),
		TEST(a_clock_that_is_set_back_makes_no_capture_younger),
		TEST(a_file_of_before_the_clock_was_set_has_no_age),
		TEST(files_of_others_are_never_deleted),
		TEST(a_number_that_is_taken_is_passed_over),
		TEST(a_name_taken_meanwhile_is_not_written_over),
		TEST(what_a_power_cut_left_of_a_deletion_is_cleared_away),
	};

	return RUN(tests);
}

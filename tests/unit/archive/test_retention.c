/* SPDX-License-Identifier: MIT */
#include "archive/retention.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/recorder_fixture.h"
#include "support/testing.h"

static int
make(void **state)
{
	struct desk *desk = malloc(sizeof *desk);

	desk_make(desk);
	*state = desk;
	return 0;
}

static int
clear(void **state)
{
	desk_clear(*state);
	free(*state);
	return 0;
}

/* Captures of about 16 KiB each, one a minute. */
static void
record(struct desk *desk, unsigned captures)
{
	desk->options.rotate_seconds = 30;
	if (desk->recorder == NULL)
		desk_begin(desk);
	while (captures-- > 0) {
		desk_publish(desk, 4, 4000);
		desk_pass(desk, 60000);
	}
}

static void
the_oldest_go_when_there_are_too_many(void **state)
{
	struct desk *desk = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];

	desk->options.keep_files = 5;
	record(desk, 12);
	assert_int_equal(desk_count(desk, ".pcap", name), 5);
	assert_int_equal(desk_count(desk, ".json", NULL), 5);
	assert_string_equal(name, "diag-20260101T000700Z-000008.pcap");
}

static void
the_directory_is_never_larger_than_it_may_be(void **state)
{
	struct desk *desk = *state;

	desk->options.rotate_bytes = 65536;
	desk->options.keep_bytes = 400000;
	desk_begin(desk);
	for (int i = 0; i < 3000; i++) {
		desk_publish(desk, 1, 1000);
		desk_pass(desk, 150);
		assert_true(desk_size(desk) <= desk->options.keep_bytes);
	}
	assert_true(desk_size(desk) > 300000);
	assert_in_range(desk_count(desk, ".pcap", NULL), 4, 6);
}

static void
too_old_ones_go_while_nothing_comes(void **state)
{
	struct desk *desk = *state;

	desk->options.keep_seconds = 86400;
	/* Files are as old as the machine's clock has them. */
	desk->moment.wall = time(NULL);
	record(desk, 3);
	desk->moment.wall += 86400 - 300;
	desk_pass(desk, 60000);
	assert_int_equal(desk_count(desk, ".pcap", NULL), 3);
	desk->moment.wall += 300;
	desk_pass(desk, 60000);
	assert_int_equal(desk_count(desk, "", NULL), 0);
}

static void
a_file_of_before_the_clock_was_set_has_no_age(void **state)
{
	static const struct timespec times[] = {{1000, 0}, {1000, 0}};
	struct desk *desk = *state;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];

	desk->options.keep_seconds = 3600;
	record(desk, 1);
	assert_int_equal(desk_count(desk, ".pcap", name), 1);
	desk_path(desk, name, path);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	desk->moment.wall = time(NULL);
	desk_pass(desk, 60000);
	assert_int_equal(desk_count(desk, ".pcap", NULL), 1);
}

/* Things with names like ours, that are not ours. */
static void
put_strangers(struct desk *desk)
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
		desk_write(desk, names[i], "precious", 8);
	desk_path(desk, "diag-20200101T000000Z-000005.pcap", path);
	assert_int_equal(symlink("precious", path), 0);
	desk_path(desk, "diag-20200101T000000Z-000005.json", path);
	assert_int_equal(symlink("precious", path), 0);
	desk_path(desk, "diag-20200101T000000Z-000006.pcap", path);
	assert_int_equal(mkdir(path, 0700), 0);
	desk_path(desk, "diag-20200101T000000Z-000007.pcap.part", path);
	assert_int_equal(symlink("precious", path), 0);
	desk_path(desk, "diag-20200101T000000Z-000008.pcap", path);
	assert_int_equal(mkfifo(path, 0600), 0);
	/* As long as a header, and no whole record of ours. */
	desk_write(desk, "diag-20200101T000000Z-000010.pcap.part",
		   "a diary, and no pcap file at all", 32);
}

static void
strangers_are_left_alone(void **state)
{
	struct desk *desk = *state;
	unsigned before;
	char path[256];
	struct stat stat;

	put_strangers(desk);
	before = desk_count(desk, "", NULL);
	desk->options.keep_files = 1;
	desk->options.keep_seconds = 86400;
	desk->options.keep_bytes = 3 << 20;
	desk->moment.wall = time(NULL);
	record(desk, 5);
	assert_int_equal(desk_count(desk, "", NULL), before + 2);
	desk_path(desk, "precious", path);
	assert_int_equal(lstat(path, &stat), 0);
	assert_int_equal(stat.st_size, 8);
	/* Behind 10, which was being written; not behind a stranger's last. */
	assert_int_equal(desk_count(desk, "-000015.pcap", NULL), 1);
}

static void
a_number_that_is_taken_is_passed_over(void **state)
{
	struct desk *desk = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];

	desk_write(desk, "diag-20260101T000000Z-000001.pcap.zst", "x", 1);
	desk_write(desk, "diag-20260101T000000Z-000002.json", "x", 1);
	record(desk, 1);
	assert_int_equal(desk_count(desk, ".pcap", name), 1);
	assert_string_equal(name, "diag-20260101T000000Z-000003.pcap");
}

static void
a_name_taken_meanwhile_is_not_written_over(void **state)
{
	struct desk *desk = *state;
	char path[256], name[DTAP_CAPTURE_NAME_ROOM];
	struct stat stat;

	desk_begin(desk);
	desk_publish(desk, 1, 100);
	desk_pass(desk, 1000);
	desk_write(desk, "diag-20260101T000000Z-000001.pcap", "mine", 4);
	desk_end(desk);
	assert_int_equal(desk_count(desk, "-000002.pcap", name), 1);
	assert_int_equal(desk_count(desk, "-000002.json", name), 1);
	assert_int_equal(desk_count(desk, ".json", name), 1);
	assert_int_equal(desk_count(desk, ".part", name), 0);
	desk_path(desk, "diag-20260101T000000Z-000001.pcap", path);
	assert_int_equal(lstat(path, &stat), 0);
	assert_int_equal(stat.st_size, 4);
}

static void
what_a_power_cut_left_of_a_deletion_is_cleared_away(void **state)
{
	struct desk *desk = *state;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];

	record(desk, 2);
	assert_int_equal(desk_count(desk, "-000001.pcap", name), 1);
	desk_path(desk, name, path);
	assert_int_equal(unlink(path), 0);
	record(desk, 1);
	assert_int_equal(desk_count(desk, "-000001.json", NULL), 0);
	assert_int_equal(desk_count(desk, ".json", NULL), 2);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
	const struct CMUnitTest tests[] = {
		TEST(the_oldest_go_when_there_are_too_many),
		TEST(the_directory_is_never_larger_than_it_may_be),
		TEST(too_old_ones_go_while_nothing_comes),
		TEST(a_file_of_before_the_clock_was_set_has_no_age),
		TEST(strangers_are_left_alone),
		TEST(a_number_that_is_taken_is_passed_over),
		TEST(a_name_taken_meanwhile_is_not_written_over),
		TEST(what_a_power_cut_left_of_a_deletion_is_cleared_away),
	};

	return RUN(tests);
}
